/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.internal.Parking;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A time that passes when a test says so. Sleepers get up all the time, since what they sleep for is the test's time.
 */
final class StoppedClock implements Parking {
    private final AtomicLong now = new AtomicLong(1);

    /** How often virtual threads have begun to sleep. */
    private final AtomicLong naps = new AtomicLong();

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    /** Lets time pass, and a virtual thread that does something now and then, the only one, do it. */
    void passAndAwaitLook(Duration time) {
        long before = naps.get();
        pass(time);
        while (naps.get() < before + 2) { // the first may have begun with a look before the time was over
            Thread.onSpinWait();
        }
    }

    @Override
    public void park(Object blocker) {
        if (Thread.currentThread().isVirtual()) {
            naps.incrementAndGet();
        }
        LockSupport.parkNanos(blocker, 1_000_000);
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
        park(blocker);
    }

    @Override
    public void unpark(Thread thread) {
        LockSupport.unpark(thread);
    }

    @Override
    public long nanoTime() {
        return now.get();
    }
}
