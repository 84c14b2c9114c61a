/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

/** Adds keys up to stats. Under the lock of the pool. */
final class Tallying {
    private final Totals totals = new Totals();
    private int leased;
    private int idle;
    private int opening;
    private int waiting;

    Tallying(Totals past) {
        totals.add(past);
    }

    <K, C> void add(Bucket<K, C> bucket) {
        int used = bucket.leased();
        for (Slot<K, C> slot : bucket.slots()) {
            bucket.totals.acquired += slot.countLeases();
        }
        int moving = bucket.opening + bucket.validating + bucket.closing;
        leased += used;
        opening += moving;
        idle += Math.max(0, bucket.size - used - moving);
        waiting += bucket.waiters;
        totals.add(bucket.totals);
    }

    PoolStats stats() {
        return new PoolStats(
                leased,
                idle,
                opening,
                waiting,
                totals.acquired,
                totals.opened,
                totals.closed,
                totals.evicted,
                totals.failed,
                totals.timedOut,
                totals.leaked);
    }
}
