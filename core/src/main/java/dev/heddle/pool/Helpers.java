/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.internal.Parking;
import java.util.concurrent.Executor;
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
    private final AtomicInteger numbers = new AtomicInteger();
    private final ThreadPoolExecutor threads;

    Helpers(String pool, Parking parking) {
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                1,
                TimeUnit.SECONDS,
                new Door(parking),
                body -> new Helper(body, "heddle-pool-" + pool + "-" + numbers.incrementAndGet(), parking),
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
}
