/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What opens a page: the command in {@code BROWSER}, or else what the system has for it.
 *
 * @param words the command, to which the page is added
 */
record Browser(List<String> words) {
    /** A command that has not failed by then is showing the page. */
    private static final int PATIENCE_SECONDS = 5;

    static Browser of(String system, Map<String, String> environment) {
        String chosen = environment.getOrDefault("BROWSER", "").strip();
        if (!chosen.isEmpty()) {
            return new Browser(List.of(chosen));
        }
        String lower = system.toLowerCase(Locale.ROOT);
        return new Browser(
                lower.contains("win")
                        ? List.of("rundll32", "url.dll,FileProtocolHandler")
                        : List.of(lower.contains("mac") ? "open" : "xdg-open"));
    }

    String command() {
        return words.get(0);
    }

    /**
     * Opens a page.
     *
     * @param page the page
     * @return false if the command is not there or has failed
     */
    boolean open(Path page) {
        List<String> command = new ArrayList<>(words);
        command.add(page.toUri().toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
