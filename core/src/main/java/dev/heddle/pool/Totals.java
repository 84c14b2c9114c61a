/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

/** What a key, or the keys that are gone, have done. Under the lock of the pool. */
final class Totals {
    long acquired;
    long opened;
    long closed;
    long evicted;
    long failed;
    long timedOut;
    long leaked;

    void add(Totals other) {
        acquired += other.acquired;
        opened += other.opened;
        closed += other.closed;
        evicted += other.evicted;
        failed += other.failed;
        timedOut += other.timedOut;
        leaked += other.leaked;
    }
}
