/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.handle.Handle;
import dev.heddle.pool.StubConnector.Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More keys than there is room for: none starves, and the limit over all keys holds. */
@Timeout(120)
class HungryKeysTest {
    private static final int ROOM = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StubConnector server = new StubConnector();
    private final ConnectionPool<String, Connection> pool = ConnectionPool.builder(server)
            .name("hungry")
            .maxPerKey(ROOM)
            .maxTotal(ROOM)
            .acquireTimeout(PATIENCE)
            .build();
    private final Callers callers = new Callers();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void close() {
        pool.close();
        assertThat(server.open).hasValue(0);
        assertThat(server.mostOpen).hasValue(ROOM);
    }

    @Test
    void aKeyThatAllConnectionsBelongToDoesNotStarveAPoorOne() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            callers.start(() -> {
                while (!over.get()) {
                    pool.acquire("greedy").close();
                }
            });
        }
        long longest = 0;
        for (int i = 0; i < 50; i++) {
            long began = System.nanoTime();
            pool.acquire("poor").close();
            longest = Math.max(longest, System.nanoTime() - began);
        }
        over.set(true);
        callers.join();
        System.out.printf(
                "hungry: the poor key got 50 leases beside %d of the greedy one, the longest wait was %d ms%n",
                pool.stats("greedy").acquired(), TimeUnit.NANOSECONDS.toMillis(longest));
        assertThat(callers.failures()).isEmpty();
    }

    @Test
    void manyKeysShareTheRoom() throws InterruptedException {
        int keys = 8;
        for (int i = 0; i < 2 * keys; i++) {
            String key = "key " + i % keys;
            callers.start(() -> {
                for (int turn = 0; turn < 25; turn++) {
                    try (Handle<Connection> lease = pool.acquire(key)) {
                        assertThat(lease.get().key).isEqualTo(key);
                    }
                }
            });
        }
        callers.join();
        assertThat(callers.failures()).isEmpty();
        assertThat(pool.stats().acquired()).isEqualTo(50L * keys);
        assertThat(pool.stats().timedOut()).isZero();
    }
}
