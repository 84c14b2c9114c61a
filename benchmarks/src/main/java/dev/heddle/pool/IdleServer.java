/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What the measured pools connect to: it takes so long to open a connection, and nothing else. */
final class IdleServer {
    private final AtomicInteger opened = new AtomicInteger();
    private volatile long openNanos;

    /** Sets how long opening takes from now on. */
    void openNanos(long nanos) {
        openNanos = nanos;
    }

    /** Opens a connection. */
    IdleConnection open() {
        opened.incrementAndGet();
        long until = System.nanoTime() + openNanos;
        for (long left = openNanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return new IdleConnection();
    }

    /** Counts the openings that began. */
    int opened() {
        return opened.get();
    }
}
