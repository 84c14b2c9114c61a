/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.pool.StubConnector.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many come at once for a key of which nothing is known yet; the test says when time passes. */
@Timeout(60)
class ColdKeyTest {
    private static final int CALLERS = 16;

    private final StubConnector server = new StubConnector();
    private final StoppedClock clock = new StoppedClock();
    private final ConnectionPool<String, Connection> pool = new ConnectionPool<>(new Settings<>(
            server,
            "cold",
            8,
            8,
            0,
            0,
            0,
            0,
            0,
            0,
            null,
            new ReentrantLock(),
            clock,
            task -> Thread.ofVirtual().start(task)));
    private final Queue<Throwable> told = new ConcurrentLinkedQueue<>();
    private final List<Thread> callers = new ArrayList<>();

    @AfterEach
    void close() {
        server.opening.countDown();
        pool.close();
    }

    @Test
    void isAskedOnceWhenThePasswordIsWrong() throws InterruptedException {
        server.failure = new IOException("wrong password");
        server.isFinal = true;
        server.opening = new CountDownLatch(1);
        come();
        server.opening.countDown();
        go();
        assertThat(told).hasSize(CALLERS).allMatch(OpenFailedException.class::isInstance);
        assertThat(server.attempts).hasValue(1);
    }

    @Test
    void opensTheOthersAsSoonAsTheFirstIsThere() throws InterruptedException {
        server.opening = new CountDownLatch(1);
        come();
        assertThat(server.attempts).hasValue(1);
        server.opening.countDown();
        go();
        assertThat(told).isEmpty();
        assertThat(server.opened.get()).isBetween(1, 8);
    }

    @Test
    void doesNotWaitForAFirstOneThatTakesLong() throws InterruptedException {
        server.opening = new CountDownLatch(1);
        come();
        assertThat(server.attempts).hasValue(1);
        clock.pass(Duration.ofMillis(10));
        while (server.attempts.get() < 8) {
            Thread.onSpinWait();
        }
        server.opening.countDown();
        go();
        assertThat(told).isEmpty();
    }

    private void come() {
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                try {
                    pool.acquire("a", Duration.ofHours(1)).close();
                } catch (OpenFailedException | InterruptedException e) {
                    told.add(e);
                }
            }));
        }
        while (pool.stats().waiting() < CALLERS || server.attempts.get() == 0) {
            Thread.onSpinWait();
        }
    }

    private void go() throws InterruptedException {
        for (Thread caller : callers) {
            caller.join();
        }
    }
}
