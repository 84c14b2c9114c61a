/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.function.LongSupplier;

/** The time that a tour may take. What is done once more only to make it better is left out when the time is short. */
final class Budget {
    private final LongSupplier nanoTime;
    private final long nanos;
    private final long start;
    private long lastRound;
    private int rounds;

    /**
     * Starts.
     *
     * @param nanoTime the clock
     * @param seconds how long everything may take
     */
    Budget(LongSupplier nanoTime, long seconds) {
        this.nanoTime = nanoTime;
        this.nanos = seconds * 1_000_000_000;
        this.start = nanoTime.getAsLong();
    }

    /**
     * Begins a round, if there is time for one that takes as long as the one before. For the first there always is.
     *
     * @return whether it is to be done
     */
    boolean tryBegin() {
        long now = nanoTime.getAsLong();
        if (rounds > 0 && now - start + (now - lastRound) > nanos) {
            return false;
        }
        rounds++;
        lastRound = now;
        return true;
    }
}
