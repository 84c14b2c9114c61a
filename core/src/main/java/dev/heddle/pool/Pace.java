/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

/**
 * How fast the connections of one key come back, how long opening one takes, and how long a thread takes to wake up:
 * what is needed to foresee a wait. Times are in nanoseconds, 0 while unknown.
 */
final class Pace {
    /*
     * Everything is under the lock of the pool, but wakeNanos, which waiters write when they wake. Two of them may
     * overwrite each other; both write a value that was true a moment ago, and nothing else is published by it.
     */
    /** How many observations the past counts for. */
    private static final int PAST = 8;

    private static final int WINDOW = 64;

    /** The share of the throughput that a hand-off may cost before fairness is allowed to wait. */
    private static final double AFFORDABLE = 0.02;

    private static final double MOST_PATIENCE = 5;
    private static final long LEAST_PATIENCE = 2_000_000;

    private long openNanos;
    private double intervalNanos;

    /**
     * The interval that patience goes by. It at most doubles from one observation to the next: when the whole process
     * stood still for some milliseconds, connections came back as late as if they were slow.
     */
    private double steadyNanos;

    private long windowStart;
    private int windowSum;

    /** How many connections there were when the first waiter came: so many come back as soon as one has been held. */
    private int windowSize = 1;

    /** Whether who waits was served by openings, too: how long those took tells nothing about what comes back. */
    private boolean isOpened;

    private volatile double wakeNanos;

    /** Hears that an opening took so long. */
    void opened(long nanos) {
        isOpened = true;
        openNanos = Math.max(1, openNanos == 0 ? nanos : openNanos + (nanos - openNanos) / 4);
    }

    long openNanos() {
        return openNanos;
    }

    /** Hears that the first waiter came: from now on every connection that comes back is taken at once. */
    void crowded(long now, int sum, int connections) {
        windowSize = Math.max(1, connections);
        crowded(now, sum);
    }

    private void crowded(long now, int sum) {
        windowStart = now;
        windowSum = sum;
        isOpened = false;
    }

    /** Hears that nobody waits any more. */
    void calm(long now, int sum) {
        if (sum != windowSum && !isOpened) {
            learn(interval(now, sum));
        }
    }

    /** The time between two connections that come back, as far as it is known; grows while none does. */
    double interval(long now, int sum) {
        double elapsed = Math.max(0, now - windowStart);
        int back = sum - windowSum;
        if (intervalNanos == 0) {
            return elapsed / Math.max(windowSize, back); // none is back, but all have been held for so long
        }
        double blended = (PAST * intervalNanos + elapsed) / (PAST + back);
        if (back >= WINDOW) {
            if (!isOpened) {
                learn(blended);
            }
            crowded(now, sum);
        }
        return blended;
    }

    private void learn(double nanos) {
        intervalNanos = nanos;
        steadyNanos = steadyNanos == 0 ? nanos : Math.min(nanos, 2 * steadyNanos);
    }

    /** Hears how long a thread that was handed a connection took to wake up: so long the connection lay idle. */
    void woke(long nanos) {
        double past = wakeNanos;
        wakeNanos = past == 0 ? nanos : past + (nanos - past) / PAST;
    }

    /**
     * How long a waiter lets others pass.
     *
     * <p>A connection that is handed over lies idle until its next owner is awake. Where that is a small part of what a
     * connection does all day, the order of arrival is kept from the start. Otherwise fairness is rationed: who comes
     * by awake is served first, until a waiter has waited for several times as long as in a fair queue.
     */
    long patience(long now, int sum, int waiters, int connections) {
        double interval = interval(now, sum);
        if (steadyNanos > 0) {
            interval = Math.min(interval, 2 * steadyNanos);
        }
        double busy = interval * connections;
        double wake = wakeNanos;
        double loss = wake == 0 ? 1 : wake / (wake + busy);
        if (loss <= AFFORDABLE) {
            return 0;
        }
        double turns = Math.min(MOST_PATIENCE, loss / AFFORDABLE - 1); // 0 where the order is just affordable
        return Math.max(LEAST_PATIENCE, (long) (turns * waiters * interval));
    }
}
