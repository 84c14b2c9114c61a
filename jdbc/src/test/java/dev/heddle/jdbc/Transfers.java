/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import dev.heddle.jdbc.testkit.Load;
import dev.heddle.jdbc.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Money goes from account to account, in transactions, while the server is killed again and again. */
final class Transfers {
    static final int SUM = 10_000;
    private static final int ACCOUNTS = 10;

    /** What was seen. */
    record Result(long committed, long failed, int kills, int sum, long longestWaitMillis) {
        @Override
        public String toString() {
            return String.format(
                    "%d transfers and %d that failed, server killed %d times: %d of %d in the accounts,"
                            + " longest wait for a connection %d ms",
                    committed, failed, kills, sum, SUM, longestWaitMillis);
        }
    }

    private Transfers() {}

    static Result run(PostgresServer server, Tenant tenant, Duration time, Duration betweenKills) throws Exception {
        server.execute(
                "drop table if exists account",
                "create table account (id int primary key, amount int not null check (amount >= 0))",
                "insert into account select i, " + SUM / ACCOUNTS + " from generate_series(0, " + (ACCOUNTS - 1)
                        + ") as i");
        int kills = 0;
        try (PooledDataSource source =
                PooledDataSource.builder(tenant).maxPerTenant(4).build()) {
            Load load = new Load(source, 8, Transfers::transfer);
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                PostgresFaultsTest.sleep(betweenKills);
                server.kill();
                server.start();
                kills++;
            }
            long acquired = source.stats().acquired();
            while (source.stats().acquired() < acquired + 100) {
                Thread.onSpinWait();
            }
            List<Load.Call> calls = load.stop();
            return new Result(
                    calls.stream().filter(Load.Call::isGood).count(),
                    Load.failures(calls),
                    kills,
                    server.number("select sum(amount) from account"),
                    Load.longestWaitMillis(calls));
        }
    }

    private static void transfer(Connection connection) throws SQLException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        int amount = 1 + random.nextInt(20);
        connection.setAutoCommit(false);
        boolean upwards = from < to; // the order of locks, so that two transfers do not wait for each other
        add(connection, upwards ? from : to, upwards ? -amount : amount);
        if (random.nextInt(10) == 0) {
            return; // forgets to commit; the first half must not stay
        }
        add(connection, upwards ? to : from, upwards ? amount : -amount);
        connection.commit();
    }

    private static void add(Connection connection, int account, int amount) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update account set amount = amount + ? where id = ?")) {
            update.setInt(1, amount);
            update.setInt(2, account);
            update.executeUpdate();
        }
    }
}
