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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts words with Heddle: KIND FILE WORKERS, where the kind says which part of its API a user has written it with.
 */
public final class HeddleWordCount {
    private HeddleWordCount() {}

    /**
     * Counts and prints.
     *
     * @param args the kind, the file or folder, the number of workers
     * @throws Exception when it cannot
     */
    public static void main(String[] args) throws Exception {
        Input<dev.heddle.mapreduce.Slice> input = Input.files(files(Path.of(args[1])));
        int workers = Integer.parseInt(args[2]);
        Tokenizer tokenizer = Tokenizers.asciiWhitespace().foldCase();
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            switch (args[0]) {
                case "word-count" -> {
                    WordCount count =
                            WordCount.builder().foldCase().workers(workers).build();
                    Iterator<WordCounts.Entry> words = count.run(input).stream().iterator();
                    while (words.hasNext()) {
                        WordCounts.Entry entry = words.next();
                        print(out, entry.word(), entry.count());
                    }
                }
                case "job-slice" -> {
                    Job<dev.heddle.mapreduce.Slice, Sums> job = Job.over(tokenizer)
                            .sum((word, sums) -> sums.add(word, 1))
                            .workers(workers);
                    for (Sums.Entry entry : job.run(input).entries()) {
                        print(out, entry.key(), entry.sum());
                    }
                }
                case "job-string" -> {
                    Job<dev.heddle.mapreduce.Slice, Sums> job = Job.over(tokenizer)
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

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.sorted().toList();
        }
    }

    private static void print(OutputStream out, Bytes word, long count) throws IOException {
        PeerWordCount.print(out, word.toArray(), count);
    }
}
