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
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The mean length of the words that begin with each letter. A mean of means would be wrong: sums and counts travel. */
public final class MeanByKey {
    private MeanByKey() {}

    private record Mean(long count, long sum) implements Serializable {
        Mean plus(Mean other) {
            return new Mean(count + other.count, sum + other.sum);
        }

        double value() {
            return (double) sum / count;
        }
    }

    /**
     * Runs the example.
     *
     * @param args the file
     * @throws InterruptedException if interrupted while counting
     */
    public static void main(String[] args) throws InterruptedException {
        Job<Slice, Groups<Character, Double>> lengths = Job.over(
                        Tokenizers.unicode().foldCase())
                .<Character, Mean>map((word, out) -> {
                    char first = (char) word.get(0);
                    if (Character.isLetter(first)) {
                        out.emit(first, new Mean(1, word.length()));
                    }
                })
                .reduce(Mean::plus, (letter, mean) -> mean.value());
        Groups<Character, Double> means = lengths.run(Input.files(Path.of(args[0])));
        for (Map.Entry<Character, Double> entry : means.top(3, Map.Entry.comparingByKey())) {
            System.out.println(String.format(Locale.ROOT, "%s: %.4f letters", entry.getKey(), entry.getValue()));
        }
    }
}
