/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting calls without the checked exception, so that a body shows its steps and nothing else. */
public final class Waits {
    /** How long a waiter of a body waits before it is said to have slept through its notification. */
    public static final long LIMIT_MILLIS = 250;

    private Waits() {}

    /**
     * Waits on a monitor that the caller holds, at most {@link #LIMIT_MILLIS}.
     *
     * @param monitor the monitor to wait on
     * @return true if the wait ended before the limit
     */
    @SuppressWarnings("WaitNotInLoop") // the loop, or its absence, is the caller's
    public static boolean on(Object monitor) {
        long start = System.nanoTime();
        try {
            monitor.wait(LIMIT_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return System.nanoTime() - start < LIMIT_MILLIS * 1_000_000;
    }

    /**
     * Waits for a latch, at most {@link #LIMIT_MILLIS}.
     *
     * @param latch the latch to wait for
     * @return true if the latch was opened before the limit
     */
    public static boolean on(CountDownLatch latch) {
        try {
            return latch.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Parks the calling thread, at most {@link #LIMIT_MILLIS}.
     *
     * @return true if parking ended before the limit
     */
    public static boolean park() {
        long start = System.nanoTime();
        LockSupport.parkNanos(LIMIT_MILLIS * 1_000_000);
        return System.nanoTime() - start < LIMIT_MILLIS * 1_000_000;
    }

    /**
     * Waits until a thread has ended.
     *
     * @param thread the thread to wait for
     */
    public static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while a body was waiting", cause);
    }
}
