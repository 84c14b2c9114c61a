/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

/**
 * Decides when a key gets a connection more: when those who wait would be served sooner by opening one than by those
 * that come back.
 */
final class Growth<K, C> {
    private static final long LEAST_DELAY = 1_000_000;
    private static final long MOST_DELAY = 10_000_000;

    /**
     * By how much the first opening of a key goes ahead of the others: a password that is refused is then refused once,
     * not once for each who came at the same time.
     */
    private static final long HEAD_START = 10_000_000;

    private final Settings<K, C> settings;
    private final Stock<K, C> stock;

    Growth(Settings<K, C> settings, Stock<K, C> stock) {
        this.settings = settings;
        this.stock = stock;
    }

    /** Begins what those who wait for a key need. Under the lock. */
    void grow(Bucket<K, C> bucket, long now) {
        growFor(bucket, now, bucket.waiters);
    }

    /** As {@link #grow}, for so many. */
    void growFor(Bucket<K, C> bucket, long now, int waiting) {
        if (stock.isClosing()) {
            return;
        }
        if (bucket.refusal != null && now - bucket.notBefore < 0 && bucket.isBare()) {
            stock.refuse(bucket, now);
            return;
        }
        int wanted = waiting - bucket.opening - bucket.validating;
        if (wanted <= 0) {
            return;
        }
        wanted -= bucket.free();
        if (wanted <= 0) {
            return; // a free one waits for somebody who is waking up
        }
        for (Slot<K, C> stale; wanted > 0 && (stale = bucket.nextStale()) != null; wanted--) {
            stock.opener().validate(bucket, stale);
        }
        if (bucket.failures > 0 && now - bucket.notBefore < 0) {
            stock.probeLater(bucket);
            return;
        }
        wanted = Math.min(wanted, openers(bucket, now) - bucket.opening);
        wanted = Math.min(wanted, settings.maxPerKey() - bucket.size);
        wanted = Math.min(wanted, worthwhile(bucket, now, waiting));
        for (; wanted > 0; wanted--) {
            if (!stock.open(bucket, now)) {
                return;
            }
        }
    }

    /** How many openings may run at once. */
    private static <K, C> int openers(Bucket<K, C> bucket, long now) {
        boolean slow = !bucket.known && bucket.opening > 0 && now - bucket.firstOpening >= HEAD_START;
        return slow ? Integer.MAX_VALUE : bucket.openers;
    }

    /** How many more connections would be there before those that come back have served everybody. */
    private int worthwhile(Bucket<K, C> bucket, long now, int waiting) {
        int live = bucket.slots().length + bucket.benched().size() - bucket.stale - bucket.validating;
        if (live <= 0 || stock.isPrompt()) {
            return waiting;
        }
        double interval = bucket.pace.interval(now, bucket.leases());
        double open = bucket.pace.openNanos();
        if (waiting * interval <= open) {
            return 0;
        }
        double enough = Math.ceil(waiting * interval * live / open);
        return (int) Math.clamp(enough - live - bucket.opening, 0, waiting);
    }

    /** When a waiter should ask again whether a connection more is worthwhile, 0 for never. Under the lock. */
    long nextGrowth(Bucket<K, C> bucket, Waiter<K, C> waiter, long now) {
        if (bucket.size >= settings.maxPerKey()) {
            return 0;
        }
        if (!bucket.known && bucket.opening > 0 && now - bucket.firstOpening < HEAD_START) {
            return bucket.firstOpening + HEAD_START;
        }
        long first = Math.clamp(bucket.pace.openNanos() / 8, LEAST_DELAY, MOST_DELAY);
        return now + Math.max(first, now - waiter.since); // in twice the time each time
    }
}
