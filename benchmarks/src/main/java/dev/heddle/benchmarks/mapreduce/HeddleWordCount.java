/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import dev.heddle.mapreduce.Bytes;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Sums;
import dev.heddle.mapreduce.Tokenizer;
import dev.heddle.mapreduce.text.Tokenizers;
import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts words with Heddle: KIND INPUT WORKERS, where the kind says which part of its API a user has written it with,
 * and the input is a file or a folder of files.
 */
public final class HeddleWordCount {
    private HeddleWordCount() {}

    /**
     * Counts and prints.
     *
     * @param args the kind, the input, the number of workers
     * @throws Exception when it cannot
     */
    public static void main(String[] args) throws Exception {
        Input<Slice> input = Input.files(files(Path.of(args[1])));
        int workers = Integer.parseInt(args[2]);
        Tokenizer words = Tokenizers.asciiWhitespace().foldCase();
        try (Lines out = new Lines(new FileOutputStream(FileDescriptor.out))) {
            switch (args[0]) {
                case "word-count" -> {
                    WordCount count =
                            WordCount.builder().foldCase().workers(workers).build();
                    Iterator<WordCounts.Entry> entries =
                            count.run(input).stream().iterator();
                    while (entries.hasNext()) {
                        WordCounts.Entry entry = entries.next();
                        out.print(entry.count(), entry.word());
                    }
                }
                case "job-slice" -> {
                    Job<Slice, Sums> job = Job.over(words)
                            .sum((word, sums) -> sums.add(word, 1))
                            .workers(workers);
                    print(job.run(input), out);
                }
                case "job-string" -> {
                    Job<Slice, Sums> job = Job.over(words)
                            .sum((word, sums) -> sums.add(word.toString(), 1))
                            .workers(workers);
                    print(job.run(input), out);
                }
                default -> throw new IllegalArgumentException("kind: " + args[0]);
            }
        }
    }

    private static List<Path> files(Path input) throws IOException {
        if (!Files.isDirectory(input)) {
            return List.of(input);
        }
        try (Stream<Path> files = Files.list(input)) {
            return files.sorted().toList();
        }
    }

    private static void print(Sums sums, Lines out) throws IOException {
        Iterator<Sums.Entry> entries = sums.stream().iterator();
        while (entries.hasNext()) {
            Sums.Entry entry = entries.next();
            out.print(entry.sum(), entry.key());
        }
    }

    /** Writes counts and words without an object for each. */
    private static final class Lines implements Closeable {
        private static final int DIGITS = 20;

        private final OutputStream out;
        private final byte[] buffer = new byte[1 << 16];
        private int filled;

        Lines(OutputStream out) {
            this.out = out;
        }

        void print(long count, Bytes word) throws IOException {
            int length = word.length();
            if (filled + DIGITS + 2L + length > buffer.length) {
                out.write(buffer, 0, filled);
                filled = 0;
            }
            int digits = 1;
            for (long rest = count; rest >= 10; rest /= 10) {
                digits++;
            }
            long rest = count;
            for (int at = filled + digits - 1; at >= filled; at--, rest /= 10) {
                buffer[at] = (byte) ('0' + rest % 10);
            }
            filled += digits;
            buffer[filled++] = ' ';
            byte[] bytes = word.toArray();
            if (length > buffer.length - DIGITS - 2) {
                out.write(buffer, 0, filled);
                out.write(bytes);
                filled = 0;
            } else {
                System.arraycopy(bytes, 0, buffer, filled, length);
                filled += length;
            }
            buffer[filled++] = '\n';
        }

        @Override
        public void close() throws IOException {
            out.write(buffer, 0, filled);
            out.close();
        }
    }
}
