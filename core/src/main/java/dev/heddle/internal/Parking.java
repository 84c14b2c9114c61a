/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

import java.util.concurrent.locks.LockSupport;

/**
 * The one seam through which Heddle's own waiters sleep and are woken.
 *
 * <p>Model checkers let a thread that parks through {@link LockSupport} wake for no reason, which hides a lost wake-up
 * behind every correct loop. A test passes a parking made of semaphores instead: the lost wake-up is then a deadlock.
 */
public interface Parking {

    /**
     * The parking of the platform.
     *
     * @return a parking that goes to {@link LockSupport}
     */
    static Parking system() {
        return SystemParking.INSTANCE;
    }

    /**
     * Sleeps until woken, interrupted, or for no reason at all. The caller looks again in a loop.
     *
     * @param blocker what the thread waits for, as thread dumps show it
     */
    void park(Object blocker);

    /**
     * Sleeps at most {@code nanos}.
     *
     * @param blocker what the thread waits for, as thread dumps show it
     * @param nanos the longest sleep, none when not positive
     */
    void parkNanos(Object blocker, long nanos);

    /**
     * The time by which sleep is measured.
     *
     * @return as {@link System#nanoTime}
     */
    default long nanoTime() {
        return System.nanoTime();
    }

    /**
     * Wakes {@code thread}, or lets its next sleep end at once.
     *
     * @param thread the thread to wake
     */
    void unpark(Thread thread);
}
