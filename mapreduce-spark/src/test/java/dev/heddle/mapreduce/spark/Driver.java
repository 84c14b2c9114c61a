/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.Groups;
import dev.heddle.mapreduce.Input;
import dev.heddle.mapreduce.Job;
import dev.heddle.mapreduce.Slice;
import dev.heddle.mapreduce.Sums;
import dev.heddle.mapreduce.text.Tokenizers;
import java.nio.file.Path;

/** A driver of its own process with a cluster of its own: its job stops at a gate. */
final class Driver {
    private Driver() {}

    /** The words of a text; those that begin with "gate" stop at the gate, as does reducing them. */
    static Job<Slice, Groups<String, Long>> gatedCount(int port) {
        return Job.over(Tokenizers.asciiWhitespace())
                .<String, Long>map((word, out) -> {
                    String text = word.toString();
                    if (text.startsWith("gate")) {
                        Gate.pass(port, "map");
                    }
                    out.emit(text, 1L);
                })
                .reduce(Long::sum, (text, count) -> {
                    if (text.startsWith("gate")) {
                        Gate.pass(port, "reduce");
                    }
                    return count;
                });
    }

    /** Throws at one word. It stands here, since executors have no JUnit and so could not load a test. */
    static Job<Slice, Sums> refusing(String refused) {
        return Job.over(Tokenizers.asciiWhitespace()).sum((word, out) -> {
            if (word.toString().equals(refused)) {
                throw new IllegalStateException("of this word");
            }
        });
    }

    /**
     * Connects and counts.
     *
     * @param args the folder of the cluster that this process starts, the port of the gate, the text
     */
    public static void main(String[] args) throws Exception {
        try (Cluster cluster = Cluster.of(Path.of(args[0]), 1)) {
            SparkEngine.Builder builder = SparkEngine.builder().master(cluster.url());
            cluster.settings().forEach(builder::setting);
            try (SparkEngine engine = builder.connect()) {
                engine.run(gatedCount(Integer.parseInt(args[1])), Input.files(Path.of(args[2])));
            }
        }
    }
}
