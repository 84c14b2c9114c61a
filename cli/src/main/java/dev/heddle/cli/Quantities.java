/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Amounts as people write them on a command line. */
final class Quantities {
    private Quantities() {}

    /**
     * Reads a size: {@code 1048576}, {@code 512k}, {@code 256m}, {@code 1.5g}; a letter means the next power of 1024.
     */
    static Long bytes(String text) {
        Matcher size =
                Pattern.compile("([0-9]{1,15}(?:[.][0-9]{1,3})?)([kmgt]?)b?").matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new TypeConversionException("'" + text + "' (expected: a size such as 256m or 2g)");
        }
        long unit = size.group(2).isEmpty() ? 1 : 1024L << (10 * "kmgt".indexOf(size.group(2)));
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit));
        return bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    /** Reads a time: {@code 90}, {@code 1.5s}, {@code 500ms}, {@code 10m}, {@code 2h}; a number alone is seconds. */
    static Duration duration(String text) {
        Matcher time =
                Pattern.compile("([0-9]{1,9}(?:[.][0-9]{1,3})?)(ms|s|m|h|)").matcher(text);
        if (!time.matches()) {
            throw new TypeConversionException("'" + text + "' (expected: a time such as 90s or 10m)");
        }
        BigDecimal millis = new BigDecimal(time.group(1))
                .multiply(BigDecimal.valueOf(
                        switch (time.group(2)) {
                            case "ms" -> 1L;
                            case "m" -> 60_000L;
                            case "h" -> 3_600_000L;
                            default -> 1_000L;
                        }));
        return Duration.ofMillis(millis.longValue());
    }
}
