/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Asks about the terminal that the command was started from. */
final class Terminal {
    private static final int USUAL_COLUMNS = 80;

    private Terminal() {}

    /** Returns how many characters a line holds, 80 where nobody knows. */
    static int columns() {
        String exported = System.getenv("COLUMNS");
        if (exported != null && exported.matches("[1-9][0-9]{1,3}")) {
            return Integer.parseInt(exported);
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new java.io.File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream answer = stty.getInputStream()) {
                // "24 80"
                String[] size = new String(answer.readAllBytes(), StandardCharsets.US_ASCII)
                        .trim()
                        .split(" ", -1);
                return size.length == 2 && size[1].matches("[1-9][0-9]{1,3}")
                        ? Integer.parseInt(size[1])
                        : USUAL_COLUMNS;
            }
        } catch (IOException e) {
            return USUAL_COLUMNS;
        }
    }
}
