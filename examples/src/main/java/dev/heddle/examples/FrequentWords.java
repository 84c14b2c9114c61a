/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.mapreduce.text.WordCount;
import dev.heddle.mapreduce.text.WordCounts;
import java.nio.file.Path;

/** Prints the ten most frequent words of a file, upper and lower case taken as one. */
public final class FrequentWords {
    private FrequentWords() {}

    /**
     * Runs the example.
     *
     * @param args the file
     * @throws InterruptedException if interrupted while counting
     */
    public static void main(String[] args) throws InterruptedException {
        Path file = Path.of(args[0]);
        WordCounts counts = WordCount.builder().foldCase().build().run(file);
        for (WordCounts.Entry entry : counts.top(10)) {
            System.out.println(entry.count() + " " + entry.word());
        }
        System.out.println(counts.total() + " words, " + counts.distinct() + " of them distinct");
    }
}
