/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks.mapreduce;

import dev.heddle.mapreduce.Bytes;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.Sums;
import dev.heddle.mapreduce.Tokenizer;
import dev.heddle.mapreduce.text.Tokenizers;
import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Counts words with Heddle: KIND FILE WORKERS, where the kind says which part of its API a user has written it with.
 */
public final class HeddleWordCount {
    private HeddleWordCount() {}

    /**
     * Counts and prints.
     *
     * @param args the kind, the file, the number of workers
     * @throws Exception when it cannot
     */
    public static void main(String[] args) throws Exception {
        Input<dev.heddle.mapreduce.Slice> input = Input.files(Path.of(args[1]));
        int workers = Integer.parseInt(args[2]);
        Tokenizer words = Tokenizers.asciiWhitespace().foldCase();
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            switch (args[0]) {
                case "word-count" -> {
                    WordCount count =
                            WordCount.builder().foldCase().workers(workers).build();
                    for (WordCounts.Entry entry : count.run(input).entries()) {
                        print(out, entry.word(), entry.count());
                    }
                }
                case "job-slice" -> {
                    Job<dev.heddle.mapreduce.Slice, Sums> job = Job.over(words)
                            .sum((word, sums) -> sums.add(word, 1))
                            .workers(workers);
                    for (Sums.Entry entry : job.run(input).entries()) {
                        print(out, entry.key(), entry.sum());
                    }
                }
                case "job-string" -> {
                    Job<dev.heddle.mapreduce.Slice, Sums> job = Job.over(words)
                            .sum((word, sums) -> sums.add(word.toString(), 1))
                            .workers(workers);
                    for (Sums.Entry entry : job.run(input).entries()) {
                        print(out, entry.key(), entry.sum());
                    }
                }
                default -> throw new IllegalArgumentException("kind: " + args[0]);
            }
        }
    }

    private static void print(OutputStream out, Bytes word, long count) throws IOException {
        PeerWordCount.print(out, word.toArray(), count);
    }
}
