/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of which everything is known, and that does what a test says. */
class StubConnector implements Connector<String, StubConnector.Connection> {
    /** One connection, and what was done to it. */
    static final class Connection {
        final String key;
        final int number;
        final AtomicInteger owners = new AtomicInteger();
        final AtomicInteger resets = new AtomicInteger();
        volatile boolean closed;
        volatile boolean broken;
        int used;

        Connection(String key, int number) {
            this.key = key;
            this.number = number;
        }
    }

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger attempts = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    final AtomicInteger validations = new AtomicInteger();
    final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    volatile CountDownLatch opening = new CountDownLatch(0);
    volatile CountDownLatch validating = new CountDownLatch(0);
    volatile CountDownLatch closing = new CountDownLatch(0);
    volatile Exception failure;
    volatile boolean isFinal;
    volatile RuntimeException resetFailure;

    @Override
    public Connection open(String key) throws Exception {
        attempts.incrementAndGet();
        opening.await();
        Exception fails = failure;
        if (fails != null) {
            throw fails;
        }
        int now = open.incrementAndGet();
        mostOpen.accumulateAndGet(now, Math::max);
        Connection connection = new Connection(key, opened.incrementAndGet());
        connections.add(connection);
        return connection;
    }

    @Override
    public boolean isFinal(Exception thrown) {
        return isFinal;
    }

    @Override
    public void close(Connection connection) throws Exception {
        closing.await();
        if (connection.closed) {
            throw new AssertionError("closed twice");
        }
        connection.closed = true;
        open.decrementAndGet();
    }

    @Override
    public boolean isValid(Connection connection, Duration timeout) throws Exception {
        validations.incrementAndGet();
        validating.await();
        return !connection.broken;
    }

    @Override
    public void reset(Connection connection) {
        connection.resets.incrementAndGet();
        RuntimeException fails = resetFailure;
        if (fails != null) {
            throw fails;
        }
    }
}
