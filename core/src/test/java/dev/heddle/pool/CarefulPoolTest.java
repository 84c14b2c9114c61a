/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.pool.StubConnector.Connection;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool that wants to see each connection that comes back, since a key has found no room. */
@Timeout(60)
class CarefulPoolTest {
    private final StubConnector server = new StubConnector();
    private final Queue<Runnable> chores = new ConcurrentLinkedQueue<>();
    private final Callers callers = new Callers();

    /** Nobody wakes up by himself here. */
    private final ConnectionPool<String, Connection> pool = new ConnectionPool<>(new Settings<>(
            server, "full", 1, 1, 0, 0, 0, 0, 0, 0, null, new ReentrantLock(), new SmallPool.Beds(), chores::add));

    @Test
    void tellsAKeyThatHadNoConnectionWhenRoomRanOut() {
        Thread first = lease("opened");
        Thread second = lease("hungry");
        assertThat(chores).as("there is room for one").hasSize(1);
        while (first.isAlive() || second.isAlive()) {
            runChores();
        }
        assertThat(callers.failures()).isEmpty();
        assertThat(pool.stats().acquired()).isEqualTo(2);
        assertThat(server.mostOpen).hasValue(1);
        pool.close();
        runChores();
        assertThat(server.open).hasValue(0);
    }

    /** Leases on a thread of its own, and waits until that waits. */
    private Thread lease(String key) {
        Thread owner = callers.start(() -> pool.acquire(key, Duration.ofDays(1)).close());
        while (pool.stats(key).waiting() == 0) {
            Thread.onSpinWait();
        }
        return owner;
    }

    private void runChores() {
        for (Runnable chore; (chore = chores.poll()) != null; ) {
            chore.run();
        }
    }
}
