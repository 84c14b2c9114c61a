/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a way has to do: a source, the work on an item, and a sink that looks whether every item came, once,
 * with the right result and, where the way promises it, in order.
 */
final class Load {
    /** Arrivals of an open loop: items come when they are due, however far behind the way is. */
    interface Arrivals {
        /** Returns when an item is due, in nanoseconds after the beginning. */
        long at(long number);
    }

    final int rounds;
    final long items;
    private final @Nullable Arrivals arrivals;
    private final long[] latencies;
    private final long begin = System.nanoTime();
    private long given;
    private long taken;
    private long sum;
    private long misplaced;

    Load(long items, int rounds, @Nullable Arrivals arrivals) {
        this.items = items;
        this.rounds = rounds;
        this.arrivals = arrivals;
        this.latencies = new long[arrivals == null ? 0 : (int) items];
    }

    /** The source. Waits until the next item is due; null after the last. Called by one thread at a time. */
    @Nullable
    Item next() {
        if (given == items) {
            return null;
        }
        long due = 0;
        if (arrivals != null) {
            due = begin + arrivals.at(given);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        return new Item(given++, due);
    }

    /** Whether there is one more item. */
    boolean hasNext() {
        return given != items;
    }

    /** Whether the next item is due, or there is none. */
    boolean isReady() {
        return arrivals == null || given == items || System.nanoTime() - begin >= arrivals.at(given);
    }

    /** The stage in the middle. Called by several threads at once. */
    Item work(Item item) {
        item.result = Item.work(item.number, rounds);
        return item;
    }

    /** The sink. Called by one thread at a time. */
    void take(Item item) {
        if (item.number != taken) {
            misplaced++;
        }
        if (arrivals != null) {
            latencies[(int) taken] = System.nanoTime() - item.due;
        }
        taken++;
        sum += item.result;
    }

    /** Looks whether all came. */
    void check(boolean ordered, long expectedSum) {
        if (taken != items || sum != expectedSum || (ordered && misplaced != 0)) {
            throw new IllegalStateException("%d of %d items, sum %d (expected: %d), %d out of order"
                    .formatted(taken, items, sum, expectedSum, misplaced));
        }
    }

    /** The sum of all results, as a plain loop makes it. */
    static long sum(long items, int rounds) {
        long sum = 0;
        for (long number = 0; number < items; number++) {
            sum += Item.work(number, rounds);
        }
        return sum;
    }

    /** The latency, from when it was due, that so many of a hundred items had at most. In microseconds. */
    double latency(int percent) {
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        return sorted[(int) ((sorted.length - 1) * (long) percent / 100)] / 1e3;
    }
}
