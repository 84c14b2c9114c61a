/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.counter.LongSummary;
import dev.heddle.counter.LongSummaryStats;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Sums up what many threads record: count, sum, least, greatest and mean, all of the same values. */
public final class Latencies {
    private Latencies() {}

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) {
        LongSummary latency = new LongSummary();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 1; i <= 1_000; i++) {
                int micros = i;
                threads.execute(() -> latency.record(micros));
            }
        }
        LongSummaryStats stats = latency.stats();
        System.out.println(
                stats.count() + " calls, " + stats.min() + " to " + stats.max() + " us, mean " + stats.mean());
    }
}
