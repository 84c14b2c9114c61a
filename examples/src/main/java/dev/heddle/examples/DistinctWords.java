/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Sums;
import dev.heddle.mapreduce.text.Tokenizers;
import java.nio.file.Path;

/** How many different words a text has, in a megabyte of memory: what does not fit goes to disk and back. */
public final class DistinctWords {
    private DistinctWords() {}

    /**
     * Runs the example.
     *
     * @param args the file
     * @throws InterruptedException if interrupted while counting
     */
    public static void main(String[] args) throws InterruptedException {
        Job<Slice, Long> distinct =
                Job.count(Tokenizers.unicode().foldCase()).memory(1 << 20).then(Sums::size);
        System.out.println(distinct.run(Input.files(Path.of(args[0]))) + " distinct words");
    }
}
