/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that open, validate and close connections. There are as many as have something to do; an idle one ends
 * after a second.
 *
 * <p>They are platform threads: a driver may wait inside {@code synchronized}, which up to JDK 23 would hold on to the
 * carrier of a virtual thread, and a few servers that hang could stop every virtual thread of the process.
 */
final class Helpers implements Executor {
    /** How long a chore waits for a helper that is about to be free: less than a new thread takes to start. */
    private static final long PATIENCE_NANOS = 10_000;

    private final AtomicInteger numbers = new AtomicInteger();
    private final ThreadPoolExecutor threads;

    Helpers(String pool) {
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                1,
                TimeUnit.SECONDS,
                new Door(),
                body -> {
                    Thread thread = new Thread(body, "heddle-pool-" + pool + "-" + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                (late, closed) -> late.run()); // what comes after the end is done by whoever brings it
    }

    @Override
    public void execute(Runnable chore) {
        threads.execute(chore);
    }

    /** Ends the idle threads at once, and the others when they are done. */
    void end() {
        threads.shutdown();
    }

    /** Where chores meet helpers. Who woke the caller is mostly the helper that the caller's next chore needs. */
    private static final class Door extends SynchronousQueue<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable chore) {
            if (super.offer(chore)) {
                return true;
            }
            for (long began = System.nanoTime(); System.nanoTime() - began < PATIENCE_NANOS; ) {
                Thread.onSpinWait();
                if (super.offer(chore)) {
                    return true;
                }
            }
            return false;
        }
    }
}
