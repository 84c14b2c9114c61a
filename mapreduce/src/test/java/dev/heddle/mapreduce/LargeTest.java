/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.mapreduce.text.Tokenizers;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What takes too long for each build: {@code ./mvnw -pl mapreduce -am verify -Pfaults}. */
@EnabledIfSystemProperty(named = "heddle.large", matches = "true")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LargeTest {
    @TempDir
    private Path folder;

    /** Counts the words of a file; the digest tells whether two counts are the same bytes. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            System.out.println(digest(Path.of(args[0])));
        }
    }

    private static String digest(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Sums sums = Job.count(Tokenizers.asciiWhitespace()).run(Input.files(file))) {
            Iterator<Sums.Entry> entries = sums.stream().iterator();
            while (entries.hasNext()) {
                Sums.Entry entry = entries.next();
                digest.update((entry.sum() + " " + entry.key() + "\n").getBytes(UTF_8));
            }
            return sums.size() + " " + HexFormat.of().formatHex(digest.digest());
        }
    }

    @Test
    void fiveMillionWordsAreCountedInAHeapOf64Megabytes() throws Exception {
        Path file = folder.resolve("words");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int i = 0; i < 10_000_000; i++) {
                out.write(Long.toString(((i % 5_000_000) * 0x9E3779B97F4A7C15L) >>> 8, 36)
                        .getBytes(US_ASCII));
                out.write(' ');
            }
        }
        String expected = digest(file);
        assertThat(expected).startsWith("5000000 ");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        ProcessFaultTest.classPath(),
                        Child.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(new String(child.getInputStream().readAllBytes(), UTF_8).strip())
                .isEqualTo(expected);
        assertThat(child.waitFor()).isZero();
    }

    @Test
    void wordsOf100MegabytesAreCounted() throws Exception {
        Path file = folder.resolve("words");
        byte[] word = "w".repeat(100_000_000).getBytes(US_ASCII);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(word);
            out.write(' ');
            out.write(word);
            out.write("\nshort ".getBytes(US_ASCII));
        }
        Sums sums = Job.count(Tokenizers.asciiWhitespace()).workers(2).run(Input.files(file));
        assertThat(sums.size()).isEqualTo(2);
        assertThat(sums.sum(Bytes.of(word))).isEqualTo(2);
        assertThat(sums.sum(Bytes.of("short"))).isEqualTo(1);
    }

    @Test
    void aFileOf1GigabyteWithoutWhiteSpaceIsOneWord() throws Exception {
        Path file = folder.resolve("word");
        byte[] part = "x".repeat(1_000_000).getBytes(US_ASCII);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 1000; i++) {
                out.write(part);
            }
        }
        try {
            Sums sums = Job.count(Tokenizers.asciiWhitespace()).workers(2).run(Input.files(file));
            assertThat(sums.size()).isEqualTo(1);
            assertThat(sums.top(1).get(0).key().length()).isEqualTo(1_000_000_000);
        } catch (InputException e) {
            // In a small heap it is an error that names the file and the place.
            assertThat(e).hasMessageStartingWith(file + ": a run of ").hasMessageEndingWith("does not fit into memory");
        }
    }
}
