/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each outcome was seen.
 *
 * @param byOutcome samples by outcome, most frequent first
 * @param millis how long it took to take them
 */
public record Counts(Map<String, Long> byOutcome, long millis) {
    /** Nothing seen yet. */
    public static final Counts NONE = new Counts(Map.of(), 0);

    /**
     * Sorts the outcomes by how often they were seen.
     *
     * @param byOutcome samples by outcome
     * @param millis how long it took to take them
     */
    public Counts {
        Map<String, Long> sorted = new LinkedHashMap<>();
        byOutcome.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        byOutcome = java.util.Collections.unmodifiableMap(sorted);
    }

    /**
     * Counts all samples.
     *
     * @return their number
     */
    public long samples() {
        return byOutcome.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Tells how often an outcome was seen.
     *
     * @param outcome the outcome
     * @return its samples, 0 if it never was
     */
    public long of(String outcome) {
        return byOutcome.getOrDefault(outcome, 0L);
    }

    /**
     * Counts the samples that surprise.
     *
     * @param effect the effect that says which ones do
     * @return their number
     */
    public long surprising(Effect effect) {
        return byOutcome.entrySet().stream()
                .filter(entry -> effect.isSurprising(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * Adds the samples of another run under the same conditions.
     *
     * @param other the other run
     * @return the samples of both
     */
    public Counts plus(Counts other) {
        Map<String, Long> both = new LinkedHashMap<>(byOutcome);
        other.byOutcome.forEach((outcome, count) -> both.merge(outcome, count, Long::sum));
        return new Counts(both, millis + other.millis);
    }
}
