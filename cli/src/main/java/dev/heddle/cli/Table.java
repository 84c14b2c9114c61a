/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import dev.heddle.mapreduce.text.WordCounts;

/**
 * What a word count prints: the same for equal inputs and settings.
 *
 * @param tokens the name of the contract that cut the words
 * @param files how many files and streams were counted
 * @param skipped how many were left out
 * @param bytes how many bytes those counted hold
 * @param words how many words there are, each occurrence counted
 * @param distinct how many different words there are
 * @param highest the highest count of those to print, 0 where there is none
 * @param shown the words to print, in their order
 */
record Table(
        String tokens,
        int files,
        int skipped,
        long bytes,
        long words,
        long distinct,
        long highest,
        Iterable<WordCounts.Entry> shown) {
    /** How wide a column of counts is. */
    int width() {
        return Math.max("count".length(), Long.toString(highest).length());
    }
}
