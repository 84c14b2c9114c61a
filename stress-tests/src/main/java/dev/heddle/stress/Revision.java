/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Which commit a figure was measured at. */
final class Revision {
    private static final String UNKNOWN = "unknown";

    private Revision() {}

    /**
     * Asks git.
     *
     * @param root the folder that holds the modules
     * @return the short name of the commit, with a plus behind it where sources have been changed since;
     *     {@value #UNKNOWN} where there is no git, or no repository
     */
    static String of(Path root) {
        try {
            String commit = git(root, "rev-parse", "--short=7", "HEAD");
            boolean changed = !git(root, "status", "--porcelain", "--", "*.java", "*pom.xml")
                    .isEmpty();
            return changed ? commit + "+" : commit;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String git(Path root, String... arguments) throws IOException {
        var builder = new ProcessBuilder("git", "-C", root.toString());
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("git " + arguments[0] + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return answer;
    }
}
