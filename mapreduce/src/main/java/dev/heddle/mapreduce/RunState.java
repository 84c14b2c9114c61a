/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.concurrent.atomic.AtomicLong;

/** What the threads of a run tell each other: whether to stop, and how far they are. */
final class RunState {
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong splits = new AtomicLong();
    private volatile boolean stopped;

    boolean isStopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }

    /** One more piece of input was mapped. */
    void mapped(long moreBytes, long moreRecords) {
        bytes.addAndGet(moreBytes);
        records.addAndGet(moreRecords);
        splits.incrementAndGet();
    }

    /** So much was mapped by runs before this one. */
    void resume(long doneSplits, long doneBytes, long doneRecords) {
        bytes.set(doneBytes);
        records.set(doneRecords);
        splits.set(doneSplits);
    }

    /** Nothing of what was mapped counts any more. */
    void reset() {
        bytes.set(0);
        records.set(0);
        splits.set(0);
    }

    long bytes() {
        return bytes.get();
    }

    long records() {
        return records.get();
    }

    long splits() {
        return splits.get();
    }
}
