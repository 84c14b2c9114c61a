/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.pool.StubConnector.Connection;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that were opened in one burst do not all end in one. The test says when time passes. */
@Timeout(60)
class LifetimeTest {
    /** That the lives of so many all end in the same half of the time left to chance is as good as impossible. */
    private static final int BURST = 64;

    private static final Duration LIFETIME = Duration.ofSeconds(800);

    private final StubConnector server = new StubConnector();
    private final StoppedClock clock = new StoppedClock();

    @Test
    void endsForEachConnectionAtATimeOfItsOwn() throws InterruptedException {
        try (ConnectionPool<String, Connection> pool = pool()) {
            pool.acquire("a", Duration.ofHours(1)).close();
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

    private ConnectionPool<String, Connection> pool() {
        return new ConnectionPool<>(new Settings<>(
                server,
                "burst",
                BURST,
                BURST,
                BURST,
                0,
                LIFETIME.toNanos(),
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
