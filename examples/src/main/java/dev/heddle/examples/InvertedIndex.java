/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.mapreduce.Groups;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.text.Tokenizers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files in which each word stands. */
public final class InvertedIndex {
    private InvertedIndex() {}

    /**
     * Runs the example.
     *
     * @param args a word to look up, and the files
     * @throws InterruptedException if interrupted while reading
     */
    public static void main(String[] args) throws InterruptedException {
        Job<Slice, Groups<String, SortedSet<String>>> index = Job.over(
                        Tokenizers.unicode().foldCase())
                .<String, SortedSet<String>>map(
                        (word, out) -> out.emit(word.toString(), new TreeSet<>(Set.of(word.input()))))
                .combine((left, right) -> {
                    left.addAll(right);
                    return left;
                });
        List<Path> files = Arrays.stream(args).skip(1).map(Path::of).toList();
        System.out.println(
                args[0] + ": " + index.run(Input.files(files)).asMap().get(args[0]));
    }
}
