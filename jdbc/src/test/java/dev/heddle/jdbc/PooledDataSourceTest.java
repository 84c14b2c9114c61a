/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool on H2, in memory. */
class PooledDataSourceTest {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
    private final Tenant tenant = Tenant.of(url, "sa", "secret");
    private final PooledDataSource source = PooledDataSource.builder(tenant)
            .name("test")
            .maxPerTenant(2)
            .maxTotal(3)
            .acquireTimeout(Duration.ofSeconds(30))
            .build();

    @BeforeEach
    void makeTable() throws SQLException {
        execute(source.getConnection(), "set db_close_delay -1"); // else it goes with its last connection
        execute(source.getConnection(), "create table account (id int primary key, amount int)");
        execute(source.getConnection(), "insert into account values (1, 100), (2, 0)");
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void readsWhatWasWritten() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement query = connection.prepareStatement("select amount from account where id = ?")) {
            query.setInt(1, 1);
            try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(100);
                assertThat(rows.getStatement()).isSameAs(query);
                assertThat(rows.getStatement().getConnection()).isSameAs(connection);
                assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            }
        }
    }

    @Test
    void usesAConnectionAgain() throws SQLException {
        JdbcConnection first = physical();
        assertThat(physical()).isSameAs(first);
        assertThat(source.stats().opened()).isEqualTo(1);
    }

    @Test
    void rollsBackWhatWasNotCommitted() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection.createStatement(), "update account set amount = 1 where id = 1");
            connection.commit();
            execute(connection.createStatement(), "update account set amount = 2 where id = 1");
        }
        assertThat(amount(1)).isEqualTo(1);
    }

    @Test
    void keepsWhatWasCommitted() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection.createStatement(), "update account set amount = 2 where id = 1");
            connection.commit();
        }
        assertThat(amount(1)).isEqualTo(2);
    }

    @Test
    void putsBackWhatWasChanged() throws SQLException {
        try (Connection connection = source.getConnection()) {
            execute(connection.createStatement(), "create schema other");
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setSchema("OTHER");
            connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
        }
        try (Connection connection = source.getConnection()) {
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(connection.getSchema()).isEqualTo("PUBLIC");
            assertThat(connection.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        }
        assertThat(source.stats().opened()).isEqualTo(1);
    }

    @Test
    void keepsWhatThePreparationSet() throws SQLException {
        try (PooledDataSource prepared = PooledDataSource.builder(tenant)
                .preparation(connection -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
                .build()) {
            for (int i = 0; i < 2; i++) {
                try (Connection connection = prepared.getConnection()) {
                    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
                    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                }
            }
        }
    }

    @Test
    void closesStatementsAndRowsWithTheConnection() throws SQLException {
        Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from account");
        ResultSet tables = connection.getMetaData().getTables(null, null, "ACCOUNT", null);
        Statement raw = statement.unwrap(org.h2.jdbc.JdbcStatement.class);
        ResultSet rawTables = tables.unwrap(org.h2.jdbc.JdbcResultSet.class);

        connection.close();

        assertThat(raw.isClosed()).isTrue();
        assertThat(rawTables.isClosed()).isTrue();
        assertThat(statement.isClosed()).isTrue();
        assertThat(rows.isClosed()).isTrue();
        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        rows.close();
        statement.close();
        connection.close();
        assertThatThrownBy(rows::next).isInstanceOfSatisfying(SQLException.class, PooledDataSourceTest::saysClosed);
        assertThatThrownBy(statement::getConnection)
                .isInstanceOfSatisfying(SQLException.class, PooledDataSourceTest::saysClosed);
        assertThatThrownBy(connection::createStatement)
                .isInstanceOfSatisfying(SQLException.class, PooledDataSourceTest::saysClosed);
        assertThatThrownBy(() -> connection.setClientInfo("a", "b"))
                .isInstanceOfSatisfying(SQLException.class, PooledDataSourceTest::saysClosed);
    }

    @Test
    void aStaleStatementCannotCloseWhatTheNextUserHas() throws SQLException {
        Connection first = source.getConnection();
        Statement stale = first.createStatement();
        first.close();
        try (Connection next = source.getConnection();
                Statement statement = next.createStatement()) {
            first.close();
            stale.close();
            first.abort(Runnable::run);
            assertThat(statement.executeQuery("select 1").next()).isTrue();
        }
    }

    @Test
    void unwrapsToTheDriver() throws SQLException {
        try (Connection connection = source.getConnection()) {
            assertThat(connection.isWrapperFor(Connection.class)).isTrue();
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
            assertThat(connection.unwrap(JdbcConnection.class)).isNotNull();
            assertThat(connection.isWrapperFor(String.class)).isFalse();
            assertThatThrownBy(() -> connection.unwrap(String.class)).isInstanceOf(SQLException.class);
        }
        assertThat(source.unwrap(PooledDataSource.class)).isSameAs(source);
        assertThat(source.isWrapperFor(String.class)).isFalse();
        assertThatThrownBy(() -> source.unwrap(String.class)).hasMessageContaining("java.lang.String");
    }

    @Test
    void replacesAConnectionThatWasAborted() throws SQLException {
        Connection connection = source.getConnection();
        connection.abort(Runnable::run);
        assertThat(connection.isClosed()).isTrue();
        assertThat(amount(1)).isEqualTo(100);
        assertThat(source.stats().opened()).isEqualTo(2);
    }

    @Test
    void connectsOtherUsersUnderOneLimit() throws SQLException {
        execute(source.getConnection(), "create user scott password 'tiger'");
        execute(source.getConnection(), "create user jones password 'lion'");
        Tenant scott = Tenant.of(url, "scott", "tiger");
        List<Connection> open = new ArrayList<>();
        open.add(source.getConnection());
        open.add(source.getConnection());
        open.add(source.getConnection(scott));
        assertThat(open.getLast().getMetaData().getUserName()).isEqualTo("SCOTT");
        assertThat(source.stats(scott).leased()).isEqualTo(1);
        assertThat(source.stats().size()).isEqualTo(3);

        source.setLoginTimeout(1);
        assertThatThrownBy(() -> source.getConnection("jones", "lion"))
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageContaining("jones")
                .hasMessageNotContaining("lion");
        source.setLoginTimeout(0);

        open.getFirst().close();
        try (Connection jones = source.getConnection("jones", "lion")) {
            assertThat(jones.getMetaData().getUserName()).isEqualTo("JONES");
            assertThat(source.stats().size()).isEqualTo(3);
        }
        for (Connection connection : open) {
            connection.close();
        }
    }

    @Test
    void endsAtTheTimeOutAndThenWorks() throws SQLException {
        try (PooledDataSource small = PooledDataSource.builder(tenant)
                .maxPerTenant(1)
                .acquireTimeout(Duration.ofMillis(50))
                .build()) {
            try (Connection held = small.getConnection()) {
                assertThat(held.isValid(1)).isTrue();
                assertThatThrownBy(small::getConnection)
                        .isInstanceOfSatisfying(
                                SQLTransientConnectionException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("08001"));
            }
            small.getConnection().close();
            assertThat(small.stats().waiting()).isZero();
        }
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws Exception {
        List<Connection> all = List.of(source.getConnection(), source.getConnection());
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                source.getConnection().close();
                flag.complete(false);
            } catch (SQLTransientConnectionException e) {
                flag.complete(Thread.currentThread().isInterrupted());
            } catch (SQLException e) {
                flag.completeExceptionally(e);
            }
        });
        awaitWaiting(1);
        waiter.interrupt();
        assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
        for (Connection connection : all) {
            connection.close();
        }
        assertThat(amount(1)).isEqualTo(100);
    }

    @Test
    void refusesWhenClosedAndEndsWhoWaits() throws Exception {
        List<Connection> all = List.of(source.getConnection(), source.getConnection());
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                source.getConnection().close();
                ended.complete(null);
            } catch (SQLException e) {
                ended.complete(e);
            }
        });
        awaitWaiting(1);
        assertThat(source.close(Duration.ZERO).leased()).isEqualTo(2);
        assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(SQLNonTransientConnectionException.class);
        assertThatThrownBy(source::getConnection)
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasMessage("pool 'test' is closed");
        for (Connection connection : all) {
            connection.close();
        }
    }

    @Test
    void showsNoSecret() throws SQLException {
        Tenant wrong = Tenant.of(url + ";PASSWORD=wrongword", "scott", "tiger");
        assertThat(source.toString()).contains("test", "sa at ").doesNotContain("secret");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(connection.toString() + statement).doesNotContain("secret");
        }
        source.setLoginTimeout(1);
        assertThatThrownBy(() -> source.getConnection(wrong))
                .satisfies(e -> assertThat(stackOf(e)).doesNotContain("tiger").doesNotContain("wrongword"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, Integer.MAX_VALUE})
    void remembersTheLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
        assertThat(source.getLoginTimeout()).isEqualTo(seconds);
        try (Connection one = source.getConnection();
                Connection two = source.getConnection()) { // the one that must be opened is waited for
            assertThat(one.isClosed() || two.isClosed()).isFalse();
        }
    }

    @Test
    void saysWhatIsWrongWithASetting() {
        PooledDataSource.Builder builder = PooledDataSource.builder(tenant);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxPerTenant(0))
                .withMessage("maxPerTenant: 0 (expected: at least 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxTotal(0))
                .withMessage("maxTotal: 0 (expected: at least 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.minIdle(-1))
                .withMessage("minIdle: -1 (expected: at least 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.closeTimeout(Duration.ofMillis(-1)))
                .withMessage("closeTimeout: PT-0.001S (expected: at least zero)");
        assertThatThrownBy(() -> source.setLoginTimeout(-1)).hasMessage("seconds: -1 (expected: at least 0)");
        assertThatThrownBy(() -> source.getConnection(null)).hasMessage("tenant");
        assertThatThrownBy(source::getParentLogger).isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    static String stackOf(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    private static void saysClosed(SQLException e) {
        assertThat((Throwable) e).hasMessage("connection is closed");
        assertThat(e.getSQLState()).isEqualTo("08003");
    }

    private void awaitWaiting(int threads) {
        while (source.stats().waiting() < threads) {
            Thread.onSpinWait();
        }
    }

    private JdbcConnection physical() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return connection.unwrap(JdbcConnection.class);
        }
    }

    private int amount(int id) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select amount from account where id = " + id)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (connection) {
            execute(connection.createStatement(), sql);
        }
    }

    private static void execute(Statement statement, String sql) throws SQLException {
        try (statement) {
            statement.execute(sql);
        }
    }
}
