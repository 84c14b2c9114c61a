/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.util.Locale;

/** Numbers for people, the same in every country. */
final class Figures {
    private Figures() {}

    /**
     * Returns a number of bytes in megabytes, with as many digits as tell something: {@code 0.03 MB}, {@code 1,234 MB}.
     */
    static String bytes(long bytes) {
        double megabytes = bytes / 1e6;
        String pattern = megabytes < 0.1 ? "%.3f MB" : megabytes < 10 ? "%.1f MB" : "%,.0f MB";
        return String.format(Locale.ROOT, pattern, megabytes);
    }

    /** Returns a number and its noun: {@code 1 word}, {@code 1,234 words}. */
    static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
    }
}
