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
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Goes the ways that the command goes most, for a JVM that records what it loads and links on the way.
 *
 * <p>The launcher runs it once after a build, see {@code make_cache} there.
 */
final class Training {
    private static final int LARGE_BYTES = 16 << 20;

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
        count(Path.of(sample));
        run("a b a", "wordcount", "--lower", "--format", "csv");
        run("a b a", "wordcount", "--format", "json", "--threads", "1", "-");
        run("a b a", "wordcount", "--tokens", "unicode", "--all");
    }

    /**
     * Counts so much of it that the JVM learns how often the ways through the loops are taken, which it also records,
     * and that as a file and as a folder.
     */
    private static void count(Path sample) throws IOException {
        byte[] once = Files.readAllBytes(sample);
        Path folder = Files.createTempDirectory(sample.toAbsolutePath().getParent(), "training");
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path large = inner.resolve("text");
        Path page = folder.resolve("page.html");
        try {
            try (OutputStream out = Files.newOutputStream(large)) {
                for (long written = 0; written < LARGE_BYTES; written += once.length) {
                    out.write(once);
                }
            }
            run("", "wordcount", "-q", large.toString());
            run("", "wordcount", "-q", "--lower", large.toString());
            run("", "wordcount", "-q", "--chart", "--html", page.toString(), "--exclude", "*.html", folder.toString());
        } finally {
            Files.deleteIfExists(page);
            Files.deleteIfExists(large);
            Files.delete(inner);
            Files.delete(folder);
        }
    }

    private static void run(String input, String... args) {
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Heddle.run(new Streams(in, nowhere, nowhere, "", false), args);
    }
}
