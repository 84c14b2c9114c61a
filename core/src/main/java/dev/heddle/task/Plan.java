/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Parking;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * How calls work.
 *
 * @param threads how many threads a call starts at most
 * @param helpers permits for threads that help a caller who works itself; null where the threads are virtual and the
 *     caller only waits
 * @param window how many results may be live; 0 unless it was set
 * @param deadline how long a call may take; null for any time
 * @param parking how its threads sleep
 */
record Plan(
        int threads,
        @Nullable Semaphore helpers,
        int window,
        @Nullable Duration deadline,
        Parking parking) {
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    /** A slow input is overtaken by so many others for each that may run at once. */
    private static final int WINDOWS = 32;

    private static final int MOST_AT_ONCE = 1 << 14;

    boolean callerWorks() {
        return helpers != null;
    }

    /** How many threads work, the caller included where it does. */
    int workers() {
        return callerWorks() ? threads + 1 : Math.max(1, threads);
    }

    Plan withWindow(int value) {
        return new Plan(threads, helpers, value, deadline, parking);
    }

    Plan withDeadline(Duration value) {
        return new Plan(threads, helpers, window, value, parking);
    }

    long deadlineNanos() {
        try {
            return Math.min(requireNonNull(deadline).toNanos(), Long.MAX_VALUE / 2);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 2;
        }
    }

    ChunkSize chunkSize() {
        return new ChunkSize(callerWorks() ? MOST_AT_ONCE : 1);
    }

    Belt orderedBelt() {
        return new Belt(streamWindow(), true, parking);
    }

    Belt unorderedBelt() {
        return new Belt(streamWindow(), false, parking);
    }

    private Window streamWindow() {
        if (window != Window.FOLLOWS) {
            return new Window(window, threads);
        }
        return callerWorks()
                ? new Window(Window.FOLLOWS, workers())
                : new Window((int) Math.min((long) WINDOWS * threads, UNBOUNDED), threads);
    }

    /** Takes the permit that a new thread needs, if there is one. */
    boolean tryAcquire() {
        return helpers == null || helpers.tryAcquire();
    }

    /** Gives the permit of a thread back. */
    void release() {
        if (helpers != null) {
            helpers.release();
        }
    }

    Thread thread(int number, Runnable work) {
        return callerWorks()
                ? Thread.ofPlatform().daemon().name("heddle-cpu-" + number).unstarted(work)
                : Thread.ofVirtual().name("heddle-io-" + number).unstarted(work);
    }
}
