/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Sums;
import java.nio.file.Path;

/** Counts the verses of each chapter, from lines such as "7:11 In the six hundredth year": a job of one's own. */
public final class VersesByChapter {
    private VersesByChapter() {}

    /**
     * Runs the example.
     *
     * @param args the file
     * @throws InterruptedException if interrupted while counting
     */
    public static void main(String[] args) throws InterruptedException {
        Path file = Path.of(args[0]);
        Job<Slice, Sums> verses = Job.lines().sum((line, out) -> {
            int colon = line.indexOf((byte) ':', 0);
            if (colon > 0 && Character.isDigit(line.get(0))) {
                out.add(line.part(0, colon), 1);
            }
        });
        for (Sums.Entry chapter : verses.run(Input.files(file)).top(3)) {
            System.out.println("chapter " + chapter.key() + ": " + chapter.sum() + " verses");
        }
    }
}
