/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.handle.Handle;
import dev.heddle.internal.Parking;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the pools of the harnesses connect to. Nothing waits and nothing runs on other threads. */
class Server implements Connector<String, Server.Connection> {
    static final String KEY = "key";

    private static final long HOUR = 3_600_000_000_000L;

    /** One connection, with a plain field that its owners write. */
    static final class Connection {
        int data;
    }

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger resets = new AtomicInteger();

    private final boolean resetting;

    /** One whose connections come back through the hands of the pool, or, every other time, straight. */
    Server() {
        this(ThreadLocalRandom.current().nextBoolean());
    }

    Server(boolean resetting) {
        this.resetting = resetting;
    }

    @Override
    public boolean needsReset(Connection connection) {
        return resetting;
    }

    @Override
    public Connection open(String key) {
        opened.incrementAndGet();
        return new Connection();
    }

    @Override
    public void close(Connection connection) {}

    @Override
    public void reset(Connection connection) {
        resets.incrementAndGet();
    }

    /** A pool of so many connections, whose actors open them themselves. */
    ConnectionPool<String, Connection> pool(int most, Parking parking) {
        return new ConnectionPool<>(new Settings<>(
                this, "stress", most, most, 0, 0, 0, HOUR, 0, 0, null, new ReentrantLock(), parking, Runnable::run));
    }

    ConnectionPool<String, Connection> pool(int most) {
        return pool(most, Parking.system());
    }

    /** Acquires what must be there at once. */
    static Handle<Connection> acquire(ConnectionPool<String, Connection> pool) {
        try {
            return pool.acquire(KEY);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static boolean isTaken(@Nullable Handle<Connection> lease) {
        return lease != null;
    }
}
