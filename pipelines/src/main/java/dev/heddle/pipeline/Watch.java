/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The thread that interrupts calls which take longer than their stage allows. */
final class Watch implements Runnable {
    private static final long LEAST_NANOS = 1_000_000;

    private final Engine engine;
    private final long leastNanos;

    /**
     * Makes a watch.
     *
     * @param leastNanos the shortest time that any stage allows: a call that begins while the watch sleeps that long
     *     cannot be due before it looks again
     */
    Watch(Engine engine, long leastNanos) {
        this.engine = engine;
        this.leastNanos = Math.max(LEAST_NANOS, leastNanos);
    }

    @Override
    public void run() {
        Crew crew = engine.crew();
        while (!crew.isDone()) {
            long now = System.nanoTime();
            long sleep = leastNanos;
            for (Worker worker : crew.carriers()) {
                sleep = Math.min(sleep, look(worker, now));
            }
            for (Worker worker : crew.owners()) {
                sleep = Math.min(sleep, look(worker, now));
            }
            crew.parking().parkNanos(this, sleep);
        }
    }

    private long look(Worker worker, long now) {
        Thread thread = worker.thread;
        return thread == null ? leastNanos : worker.limit.look(thread, now, leastNanos);
    }

    static Exception late(String stage, long nanos, @Nullable Throwable thrown) {
        TimeoutException late =
                new TimeoutException("stage '" + stage + "' took longer than " + nanos / 1_000_000.0 + " ms");
        if (thrown != null) {
            late.addSuppressed(thrown);
        }
        return late;
    }
}
