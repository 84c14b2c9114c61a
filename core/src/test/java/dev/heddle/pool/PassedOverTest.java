/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.handle.Handle;
import dev.heddle.internal.Parking;
import dev.heddle.pool.StubConnector.Connection;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A waiter that was woken and gets no processor is served all the same when its time is over. */
@Timeout(60)
class PassedOverTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final StubConnector server = new StubConnector();
    private final AtomicLong now = new AtomicLong(1);
    private volatile boolean hasProcessor;

    /** Whoever sleeps gets no processor until the test says so. */
    private final Parking parking = new Parking() {
        @Override
        public void park(Object blocker) {
            while (!hasProcessor) {
                LockSupport.parkNanos(blocker, 1_000_000);
            }
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
            park(blocker);
        }

        @Override
        public void unpark(Thread thread) {}

        @Override
        public long nanoTime() {
            return now.get();
        }
    };

    private final ConnectionPool<String, Connection> pool = new ConnectionPool<>(new Settings<>(
            server, "passed", 1, 1, 0, 0, 0, 0, 0, 0, null, new ReentrantLock(), parking, Runnable::run));

    @Test
    void byWhoeverLooksAtTheQueue() throws Exception {
        pool.tryAcquire("a"); // opens it
        Handle<Connection> held = pool.tryAcquire("a");
        FutureTask<Connection> first = waiter(1);
        held.close(); // wakes the first
        held = pool.tryAcquire("a"); // and passes it over
        assertThat(held).isNotNull();
        now.addAndGet(LONG.toNanos() / 2);
        FutureTask<Connection> second = waiter(2);
        held.close();
        assertThat(pool.tryAcquire("a")).as("what the first was given").isNull();
        hasProcessor = true;
        assertThat(first.get()).isSameAs(second.get());
        pool.close();
    }

    private FutureTask<Connection> waiter(int waiting) {
        FutureTask<Connection> task = new FutureTask<>(() -> {
            try (Handle<Connection> lease = pool.acquire("a", LONG)) {
                return lease.get();
            }
        });
        Thread.ofPlatform().daemon().start(task);
        while (pool.stats().waiting() < waiting) {
            Thread.onSpinWait();
        }
        return task;
    }
}
