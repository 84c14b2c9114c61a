/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Goes the ways that the command goes most, for a JVM that records what it loads and links on the way.
 *
 * <p>The launcher runs it once after a build, see {@code make_cache} there.
 */
final class Training {
    private Training() {}

    /**
     * Counts a sample in every format.
     *
     * @param args the sample, a text file
     */
    public static void main(String[] args) throws IOException {
        String sample = args[0];
        run("", "--version");
        run("", "wordcount", sample);
        run("a b a", "wordcount", "--lower", "--format", "csv");
        run("a b a", "wordcount", "--format", "json", "--threads", "1", "-");
        run("a b a", "wordcount", "--tokens", "unicode", "--all");
    }

    private static void run(String input, String... args) {
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Heddle.run(new Streams(in, nowhere, nowhere, "", false), args);
    }
}
