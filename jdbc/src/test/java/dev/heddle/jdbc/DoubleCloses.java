/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Pairs of threads close one connection at the same time, with a transaction open on it. Each then takes another, so
 * that a backend that was given back twice has two owners at once.
 */
final class DoubleCloses {
    private static final int PAIRS = 2;

    /**
     * What was seen.
     *
     * @param closes pairs of closes
     * @param overlapping pairs whose second close began before the first had ended
     * @param twoOwners backends that were given to somebody while they belonged to another
     * @param disturbed transactions that were ended by somebody else
     * @param failures calls that threw
     * @param seconds how long it took
     */
    record Result(long closes, long overlapping, long twoOwners, long disturbed, long failures, double seconds) {
        @Override
        public String toString() {
            return String.format(
                    "%d concurrent double closes (%d overlapping) with rollback in %.1f s: %d backends with two owners,"
                            + " %d transactions disturbed, %d failures",
                    closes, overlapping, seconds, twoOwners, disturbed, failures);
        }
    }

    private final ConcurrentHashMap<Integer, Thread> owners = new ConcurrentHashMap<>();
    private final AtomicLong left;
    private final AtomicLong overlapping = new AtomicLong();
    private final AtomicLong twoOwners = new AtomicLong();
    private final AtomicLong disturbed = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final PooledDataSource source;

    private DoubleCloses(PooledDataSource source, long closes) {
        this.source = source;
        this.left = new AtomicLong(closes);
    }

    static Result run(Tenant tenant, long closes) throws InterruptedException {
        long begun = System.nanoTime();
        // Fewer connections than threads: what is given back is taken by another thread at once.
        try (PooledDataSource source =
                PooledDataSource.builder(tenant).maxPerTenant(1).build()) {
            DoubleCloses test = new DoubleCloses(source, closes);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                AtomicReference<Connection> offered = new AtomicReference<>();
                Thread owner = Thread.ofPlatform().start(() -> test.own(offered));
                threads.add(owner);
                threads.add(Thread.ofPlatform().start(() -> test.closeToo(offered, owner)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            return new Result(
                    closes,
                    test.overlapping.get(),
                    test.twoOwners.get(),
                    test.disturbed.get(),
                    test.failures.get(),
                    (System.nanoTime() - begun) / 1e9);
        }
    }

    private void own(AtomicReference<Connection> offered) {
        while (left.getAndDecrement() > 0) {
            try {
                Connection connection = source.getConnection();
                int pid = PostgresTest.pid(connection);
                if (owners.putIfAbsent(pid, Thread.currentThread()) != null) {
                    twoOwners.incrementAndGet();
                }
                connection.setAutoCommit(false);
                long transaction = transaction(connection);
                if (transaction(connection) != transaction) {
                    disturbed.incrementAndGet();
                }
                owners.remove(pid, Thread.currentThread());
                offered.set(connection);
                while (offered.get() != null) {
                    Thread.yield(); // until the other is about to close it too
                }
                connection.close();
            } catch (SQLException e) {
                failures.incrementAndGet();
            }
        }
    }

    private void closeToo(AtomicReference<Connection> offered, Thread owner) {
        while (owner.isAlive()) {
            Connection connection = offered.get();
            if (connection == null) {
                Thread.yield();
                continue;
            }
            offered.set(null);
            try {
                if (!connection.isClosed()) {
                    overlapping.incrementAndGet();
                }
                connection.close();
            } catch (SQLException e) {
                failures.incrementAndGet();
            }
        }
    }

    private static long transaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select txid_current()")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
