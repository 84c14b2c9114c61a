/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ends a run that takes too long; a thread of its own where there is a deadline, nothing where there is none. */
final class Watchdog implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final @Nullable Thread thread;

    private Watchdog(String name, @Nullable Duration deadline, Consumer<Throwable> fail) {
        this.thread = deadline == null ? null : new Thread(() -> watch(deadline, fail), name);
    }

    static Watchdog start(String name, @Nullable Duration deadline, Consumer<Throwable> fail) {
        Watchdog watchdog = new Watchdog(name, deadline, fail);
        if (watchdog.thread != null) {
            watchdog.thread.setDaemon(true);
            watchdog.thread.start();
        }
        return watchdog;
    }

    private void watch(Duration deadline, Consumer<Throwable> fail) {
        long nanos;
        try {
            nanos = deadline.toNanos();
        } catch (ArithmeticException e) {
            nanos = Long.MAX_VALUE;
        }
        try {
            if (!over.await(nanos, TimeUnit.NANOSECONDS)) {
                fail.accept(new DeadlineException(deadline));
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but to end it.
            Thread.currentThread().interrupt();
        }
    }

    /** Calls it off and returns when its thread has ended; an interrupt does not end this. */
    void callOff() {
        over.countDown();
        if (thread != null) {
            LocalRun.joinWhateverComes(thread);
        }
    }

    @Override
    public void close() {
        callOff();
    }
}
