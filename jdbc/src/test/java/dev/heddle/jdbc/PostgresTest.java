/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.jdbc.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The pool on a real PostgreSQL. */
class PostgresTest {
    private static PostgresServer server;

    @BeforeAll
    static void start() throws SQLException {
        server = PostgresServer.shared();
        server.execute(
                "drop table if exists note", "create table note (text varchar)", "create schema if not exists side");
    }

    private static Tenant tenant() {
        return Tenant.of(server.url(), PostgresServer.USER, PostgresServer.PASSWORD);
    }

    @Test
    void readsWhatWasWritten() throws SQLException {
        try (PooledDataSource source = PooledDataSource.builder(tenant()).build()) {
            try (Connection connection = source.getConnection();
                    PreparedStatement insert = connection.prepareStatement("insert into note values (?)")) {
                insert.setString(1, "hello");
                assertThat(insert.executeUpdate()).isEqualTo(1);
            }
            assertThat(server.number("select count(*) from note where text = 'hello'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void rollsBackWhatWasNotCommitted() throws SQLException {
        try (PooledDataSource source = PooledDataSource.builder(tenant()).build()) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                run(connection, "insert into note values ('lost')");
            }
            assertThat(server.number("select count(*) from note where text = 'lost'"))
                    .isZero();
            assertThat(server.number("select count(*) from pg_stat_activity where state like 'idle in transaction%'"))
                    .isZero();
            assertThat(source.stats().opened()).isEqualTo(1);
        }
    }

    @Test
    void givesTheNextUserAConnectionAsNew() throws SQLException {
        try (PooledDataSource source = PooledDataSource.builder(tenant()).build()) {
            int pid;
            try (Connection connection = source.getConnection()) {
                pid = pid(connection);
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                connection.setSchema("side");
                connection.setNetworkTimeout(Runnable::run, 12_345);
                connection.setClientInfo("ApplicationName", "someone");
                connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
                run(connection, "select 1");
            }
            try (Connection connection = source.getConnection()) {
                assertThat(pid(connection)).isEqualTo(pid);
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.isReadOnly()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(connection.getSchema()).isEqualTo("public");
                assertThat(connection.getNetworkTimeout()).isZero();
                assertThat(connection.getClientInfo("ApplicationName")).isNotEqualTo("someone");
                assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
                run(connection, "insert into note values ('writable')");
            }
        }
    }

    @Test
    void aSettingChangedInATransactionThatFailedIsPutBackToo() throws SQLException {
        try (PooledDataSource source = PooledDataSource.builder(tenant())
                .preparation(connection -> connection.setAutoCommit(false))
                .build()) {
            try (Connection connection = source.getConnection()) {
                connection.setSchema("side");
                assertThatThrownBy(() -> run(connection, "select 1 / 0")).isInstanceOf(SQLException.class);
            }
            try (Connection connection = source.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.getSchema()).isEqualTo("public");
                connection.rollback();
                assertThat(connection.getSchema()).isEqualTo("public");
            }
            assertThat(source.stats().opened()).isEqualTo(1);
        }
    }

    @Test
    void stopsAQueryThatOutlivesItsConnection() throws Exception {
        try (PooledDataSource source = PooledDataSource.builder(tenant())
                .maxPerTenant(1)
                .closeTimeout(Duration.ofMillis(200))
                .build()) {
            Connection connection = source.getConnection();
            int pid = pid(connection);
            CompletableFuture<SQLException> ended = new CompletableFuture<>();
            Statement statement = connection.createStatement();
            Thread.ofPlatform().start(() -> {
                try {
                    statement.execute("select pg_sleep(600)");
                    ended.complete(null);
                } catch (SQLException e) {
                    ended.complete(e);
                }
            });
            awaitSleeping(1);

            connection.close();

            assertThat(ended.get(30, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
            awaitSleeping(0);
            try (Connection next = source.getConnection()) {
                assertThat(pid(next)).isNotEqualTo(pid);
            }
        }
    }

    @Test
    void tellsWhyItCannotConnectAndNoPassword() throws SQLException {
        Tenant wrong = Tenant.of(server.url() + "?password=Herring-43", "nobody-here", "Herring-43");
        try (PooledDataSource source = PooledDataSource.builder(wrong)
                .acquireTimeout(Duration.ofMillis(500))
                .build()) {
            assertThatThrownBy(source::getConnection).isInstanceOfSatisfying(SQLException.class, e -> {
                assertThat(e.getSQLState()).isEqualTo("28P01");
                assertThat(PooledDataSourceTest.stackOf(e))
                        .contains("password authentication failed")
                        .doesNotContain("Herring-43");
            });
        }
    }

    @Test
    void asksAServerThatRefusesAPasswordSeldomAndWaitsForNothing() throws SQLException {
        server.execute("drop role if exists locked", "create role locked login password 'right'");
        AtomicInteger attempts = new AtomicInteger();
        Driver counting = new org.postgresql.Driver() {
            @Override
            public Connection connect(String url, Properties info) throws SQLException {
                attempts.incrementAndGet();
                return super.connect(url, info);
            }
        };
        try (PooledDataSource source = PooledDataSource.builder(Tenant.of(server.url(), "locked", "wrong"))
                .driver(counting)
                .acquireTimeout(Duration.ofDays(1))
                .build()) {
            for (int call = 0; call < 1_000; call++) {
                assertThatThrownBy(source::getConnection)
                        .isInstanceOf(SQLNonTransientConnectionException.class)
                        .satisfies(e ->
                                assertThat(((SQLException) e).getSQLState()).isEqualTo("28P01"));
            }
            assertThat(attempts).hasValueBetween(1, 10); // each after a pause twice as long
            server.execute("alter role locked password 'wrong'");
            assertThat(connectsAgain(source)).isTrue();
        }
        Tenant nowhere =
                Tenant.of(server.url().replace("/postgres", "/nowhere"), PostgresServer.USER, PostgresServer.PASSWORD);
        try (PooledDataSource source = PooledDataSource.builder(nowhere)
                .acquireTimeout(Duration.ofDays(1))
                .build()) {
            assertThatThrownBy(source::getConnection)
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("3D000"));
        }
    }

    private static boolean connectsAgain(PooledDataSource source) {
        for (; ; ) {
            try (Connection connection = source.getConnection()) {
                return connection.isValid(30);
            } catch (SQLException e) {
                Thread.onSpinWait(); // the pause is not over
            }
        }
    }

    @Test
    void takesCredentialsFromTheUrl() throws SQLException {
        String url = server.url() + "?user=" + PostgresServer.USER + "&password=" + PostgresServer.PASSWORD;
        try (PooledDataSource source = PooledDataSource.builder(Tenant.of(url)).build();
                Connection connection = source.getConnection()) {
            assertThat(connection.getMetaData().getUserName()).isEqualTo(PostgresServer.USER);
            assertThat(source + " " + connection).doesNotContain(PostgresServer.PASSWORD);
        }
    }

    @Test
    void keepsOneLimitOverAllTenants() throws SQLException {
        List<String> roles = List.of("ann", "bob", "cat", "dan", "eve", "fay");
        List<Tenant> tenants = new ArrayList<>();
        for (String role : roles) {
            server.execute(
                    "drop role if exists " + role, "create role " + role + " login password 'pass-" + role + "'");
            tenants.add(Tenant.of(server.url(), role, "pass-" + role));
        }
        try (PooledDataSource source =
                PooledDataSource.builder(tenants.getFirst()).maxTotal(4).build()) {
            for (int round = 0; round < 3; round++) {
                for (Tenant tenant : tenants) {
                    try (Connection connection = source.getConnection(tenant);
                            Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery("select session_user")) {
                        rows.next();
                        assertThat(tenant.toString()).startsWith(rows.getString(1) + " at ");
                        assertThat(source.stats().size()).isLessThanOrEqualTo(4);
                    }
                }
            }
            assertThat(source.stats().evicted()).isPositive();
        }
    }

    static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void awaitSleeping(int sessions) throws SQLException {
        while (server.number("select count(*) from pg_stat_activity where query = 'select pg_sleep(600)'"
                        + " and state = 'active'")
                != sessions) {
            Thread.onSpinWait();
        }
    }
}
