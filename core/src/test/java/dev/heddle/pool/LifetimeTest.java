/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.handle.Handle;
import dev.heddle.pool.StubConnector.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long connections stay that nobody uses. The tests say when time passes. */
@Timeout(60)
class LifetimeTest {
    /** That the lives of so many all end in the same half of the time left to chance is as good as impossible. */
    private static final int BURST = 64;

    private static final Duration LIFETIME = Duration.ofSeconds(800);

    private final StubConnector server = new StubConnector();
    private final StoppedClock clock = new StoppedClock();

    @Test
    void endsForEachConnectionAtATimeOfItsOwn() throws InterruptedException {
        try (ConnectionPool<String, Connection> pool = pool(BURST, Duration.ZERO, LIFETIME)) {
            pool.acquire("a", Duration.ofHours(1)).close();
            clock.passAndAwaitLook(Duration.ZERO); // it has begun, and counts its rounds from now
            clock.passAndAwaitLook(Duration.ofSeconds(1)); // the keeper opens as many as shall be idle
            while (idle(pool) < BURST) {
                Thread.onSpinWait();
            }
            clock.passAndAwaitLook(Duration.ofSeconds(698)); // not quite seven eighths of the lifetime
            assertThat(idle(pool)).isEqualTo(BURST);
            clock.passAndAwaitLook(Duration.ofSeconds(52)); // half of the eighth that is left to chance
            assertThat(idle(pool)).isStrictlyBetween(0, BURST);
            clock.passAndAwaitLook(Duration.ofSeconds(50));
            while (pool.stats("a").closed() < BURST) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void leavesAsManyAsShallBeIdle() throws Exception {
        try (ConnectionPool<String, Connection> pool = pool(2, Duration.ofSeconds(10), Duration.ZERO)) {
            FutureTask<List<Handle<Connection>>> leases = new FutureTask<>(() -> acquireFive(pool));
            Thread.ofPlatform().start(leases);
            while (!leases.isDone()) {
                clock.pass(Duration.ofNanos(100)); // the pool wants to see how long a wait is before it opens more
                Thread.yield();
            }
            leases.get().forEach(Handle::close);
            clock.passAndAwaitLook(Duration.ofSeconds(5)); // since when they are idle, as the keeper sees it
            clock.passAndAwaitLook(Duration.ofSeconds(9));
            assertThat(idle(pool)).isEqualTo(5);
            clock.passAndAwaitLook(Duration.ofSeconds(1));
            while (pool.stats("a").closed() < 3) {
                Thread.onSpinWait();
            }
            clock.passAndAwaitLook(Duration.ofHours(1));
            assertThat(server.opened).hasValue(5);
            assertThat(idle(pool)).isEqualTo(2);
            assertThat(server.open).hasValue(2);
        }
    }

    private static List<Handle<Connection>> acquireFive(ConnectionPool<String, Connection> pool)
            throws InterruptedException {
        List<Handle<Connection>> leases = new ArrayList<>();
        while (leases.size() < 5) {
            leases.add(pool.acquire("a", Duration.ofHours(1)));
        }
        return leases;
    }

    private ConnectionPool<String, Connection> pool(int minIdle, Duration idleTime, Duration lifetime) {
        return new ConnectionPool<>(new Settings<>(
                server,
                "burst",
                BURST,
                BURST,
                minIdle,
                idleTime.toNanos(),
                lifetime.toNanos(),
                0,
                0,
                0,
                null,
                new ReentrantLock(),
                clock,
                null));
    }

    private static int idle(ConnectionPool<String, Connection> pool) {
        return pool.stats("a").idle();
    }
}
