/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.jdbc.testkit.StubDriver;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection does to the driver, and when. */
class PooledConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final StubDriver driver = new StubDriver();
    private PooledDataSource source;

    private PooledDataSource source(Duration closeTimeout) {
        source = PooledDataSource.builder(Tenant.of("jdbc:stub:db", "scott", "tiger"))
                .driver(driver)
                .maxPerTenant(1)
                .closeTimeout(closeTimeout)
                .validateAfter(Duration.ZERO)
                .build();
        return source;
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    @Test
    void asksTheDriverNothingWhenNothingWasDone() throws SQLException {
        source(LONG).getConnection().close();
        driver.forget();
        source.getConnection().close();
        assertThat(driver.names()).isEmpty();
    }

    @Test
    void putsBackWhatWasChangedAndNothingElse() throws SQLException {
        try (Connection connection = source(LONG).getConnection()) {
            connection.setReadOnly(true);
            connection.setCatalog("other");
            connection.setNetworkTimeout(Runnable::run, 5000);
            driver.forget();
        }
        assertThat(driver.calls())
                .extracting(call -> call.name()
                        + call.arguments().stream()
                                .filter(argument -> !(argument instanceof Executor))
                                .toList())
                .containsExactly("setReadOnly[false]", "setCatalog[seven]", "setNetworkTimeout[7]", "clearWarnings[]");
    }

    @Test
    void putsBackEverySetting() throws SQLException {
        Properties before = new Properties();
        before.setProperty("ApplicationName", "before");
        driver.answer("getTypeMap", call -> Map.of("point", Integer.class))
                .answer("getClientInfo", call -> before)
                .answer("isReadOnly", call -> true);
        try (Connection connection = source(LONG).getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setCatalog("other");
            connection.setSchema("other");
            connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            connection.setTypeMap(Map.of("point", Long.class));
            connection.setNetworkTimeout(Runnable::run, 5000);
            connection.setClientInfo("ApplicationName", "other");
            driver.forget();
        }
        assertThat(driver.calls())
                .filteredOn(call -> call.name().startsWith("set"))
                .extracting(call -> call.name()
                        + call.arguments().stream()
                                .filter(argument -> !(argument instanceof Executor))
                                .toList())
                .containsSubsequence(
                        "setAutoCommit[true]",
                        "setReadOnly[true]",
                        "setTransactionIsolation[7]",
                        "setCatalog[seven]",
                        "setSchema[seven]",
                        "setHoldability[7]",
                        "setTypeMap[" + Map.of("point", Integer.class) + "]",
                        "setNetworkTimeout[7]",
                        "setClientInfo[" + before + "]");
        assertThat(driver.names()).containsOnlyOnce("rollback", "clearWarnings");
    }

    @Test
    void doesNotPutBackWhatTheUserHasPutBack() throws SQLException {
        try (Connection connection = source(LONG).getConnection()) {
            connection.setReadOnly(true);
            connection.setReadOnly(false);
            driver.forget();
        }
        assertThat(driver.names()).containsExactly("clearWarnings");
    }

    @Test
    void rollsBackOnlyWhatMayBeUncommitted() throws SQLException {
        try (Connection connection = source(LONG).getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("update");
            connection.commit();
            driver.forget();
        }
        assertThat(driver.names()).doesNotContain("rollback").contains("setAutoCommit");
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Statement statement = connection.createStatement();
            connection.commit();
            statement.execute("update");
            driver.forget();
        }
        assertThat(driver.names()).containsSubsequence("close", "rollback", "setAutoCommit");
    }

    @Test
    void rollsBackAfterACommitThatFailed() throws SQLException {
        driver.answer("commit", call -> {
            throw new SQLException("serialization failure", "40001");
        });
        try (Connection connection = source(LONG).getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("update");
            assertThatThrownBy(connection::commit).hasMessage("serialization failure");
            driver.forget();
        }
        assertThat(driver.names()).contains("rollback");
        assertThat(source.stats().opened()).isEqualTo(1);
    }

    @Test
    void closesStatementsNewestFirstAndOnce() throws SQLException {
        try (Connection connection = source(LONG).getConnection()) {
            connection.createStatement();
            Statement closed = connection.prepareStatement("select");
            connection.prepareCall("call");
            closed.close();
            driver.forget();
        }
        assertThat(driver.calls())
                .filteredOn(call -> call.name().equals("close"))
                .extracting(StubDriver.Call::type)
                .containsExactly(java.sql.CallableStatement.class, Statement.class);
    }

    @Test
    void replacesAConnectionWhoseServerIsGone() throws SQLException {
        driver.answer("execute", call -> {
            throw new SQLException("terminating connection", "57P01");
        });
        try (Connection connection = source(LONG).getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select")).hasMessage("terminating connection");
        }
        source.getConnection().close();
        assertThat(driver.connections()).hasSize(2);
        assertThat(driver.names()).doesNotContain("rollback");
    }

    @Test
    void asksAConnectionAfterAnExceptionThatDoesNotSay() throws SQLException {
        driver.answer("execute", call -> {
            throw new SQLException("internal error", "XX000");
        });
        for (boolean valid : new boolean[] {true, false}) {
            driver.answer("isValid", call -> valid);
            try (Connection connection = source == null ? source(LONG).getConnection() : source.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("select")).hasMessage("internal error");
            }
            source.getConnection().close();
            assertThat(driver.connections()).hasSize(valid ? 1 : 2);
        }
    }

    @Test
    void replacesAConnectionThatCannotBeReset() throws SQLException {
        driver.answer("rollback", call -> {
            throw new SQLException("broken pipe", "08006");
        });
        try (Connection connection = source(LONG).getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement();
        }
        source.getConnection().close();
        assertThat(driver.connections()).hasSize(2);
    }

    @Test
    void closeWaitsForACallThatIsRunning() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        driver.answer("execute", call -> {
            running.countDown();
            end.await();
            return true;
        });
        Connection connection = source(LONG).getConnection();
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement();
        Future<Boolean> call = start(() -> statement.execute("update"));
        running.await();
        Thread closer = Thread.ofPlatform().start(() -> closeQuietly(connection));
        awaitWaiting(closer);

        assertThat(driver.names()).doesNotContain("rollback");
        assertThatThrownBy(connection::createStatement).hasMessage("connection is closed");
        end.countDown();
        closer.join();

        assertThat(call.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(driver.names()).containsSubsequence("execute", "rollback").doesNotContain("cancel");
        source.getConnection().close();
        assertThat(driver.connections()).hasSize(1);
    }

    @Test
    void closeCancelsACallThatDoesNotEnd() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        driver.answer("cancel", call -> {
            cancelled.countDown();
            return null;
        });
        driver.answer("execute", call -> {
            running.countDown();
            cancelled.await();
            throw new SQLException("canceling statement due to user request", "57014");
        });
        Connection connection = source(SHORT).getConnection();
        Statement statement = connection.createStatement();
        Future<Boolean> call = start(() -> statement.execute("update"));
        running.await();

        connection.close();

        assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS)).hasMessageContaining("user request");
        source.getConnection().close();
        assertThat(driver.connections())
                .as("a late cancel must not hit the next user")
                .hasSize(2);
    }

    @Test
    void closeGivesUpABackendWhoseCallDoesNotEndAtAll() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        driver.answer("execute", call -> {
            running.countDown();
            end.await();
            return true;
        });
        Connection connection = source(SHORT).getConnection();
        Statement statement = connection.createStatement();
        Future<Boolean> call = start(() -> statement.execute("update"));
        running.await();

        connection.close();

        assertThat(driver.names()).contains("abort");
        source.getConnection().close();
        assertThat(driver.connections()).hasSize(2);
        end.countDown();
        assertThat(call.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitOfACloseAndStaysSet() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        driver.answer("execute", call -> {
            running.countDown();
            end.await();
            return true;
        });
        driver.answer("cancel", call -> {
            end.countDown();
            return null;
        });
        Connection connection = source(LONG).getConnection();
        Statement statement = connection.createStatement();
        Future<Boolean> call = start(() -> statement.execute("update"));
        running.await();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread closer = Thread.ofPlatform().start(() -> {
            closeQuietly(connection);
            flag.complete(Thread.currentThread().isInterrupted());
        });
        awaitWaiting(closer);
        closer.interrupt();

        assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(call.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void twoThreadsThatCloseAtOnceRollBackOnce() throws Exception {
        source(LONG);
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 500; round++) {
                Connection connection = source.getConnection();
                connection.setAutoCommit(false);
                connection.createStatement();
                driver.forget();
                Callable<Void> close = () -> {
                    start.await();
                    connection.close();
                    return null;
                };
                List<Future<Void>> both = threads.invokeAll(List.of(close, close));
                for (Future<Void> each : both) {
                    each.get(30, TimeUnit.SECONDS);
                }
                assertThat(driver.names()).containsOnlyOnce("rollback");
            }
        }
        assertThat(driver.connections()).hasSize(1);
    }

    @Test
    void tellsNoPasswordWhenItCannotConnect() {
        driver.answer("connect", call -> {
            throw new SQLException("no way to " + call.arguments(), "08001");
        });
        PooledDataSource source = PooledDataSource.builder(Tenant.of("jdbc:stub:db;password=lion", "scott", "tiger"))
                .driver(driver)
                .acquireTimeout(Duration.ofMillis(50))
                .build();
        try (source) {
            assertThatThrownBy(source::getConnection)
                    .satisfies(e -> assertThat(PooledDataSourceTest.stackOf(e))
                            .contains("scott at jdbc:stub:db;***", "no way to")
                            .doesNotContain("tiger", "lion"));
        }
    }

    @Test
    void replacesAConnectionThatWasGivenAShardingKey() throws SQLException {
        try (Connection connection = source(LONG).getConnection()) {
            connection.setShardingKey(driver.object(java.sql.ShardingKey.class));
        }
        source.getConnection().close();
        assertThat(driver.connections()).hasSize(2);
    }

    @Test
    void aConnectionThatIsDroppedIsFoundThoughItsStatementIsOpen() throws SQLException, InterruptedException {
        source(LONG);
        drop(source);
        awaitLeak(source);
        source.getConnection().close();
        assertThat(source.stats().leased()).isZero();
    }

    /** The pool takes a backend for dropped when nobody has it, and somebody who had it before is nobody. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectionThatIsDroppedIsFoundThoughAnEarlierUserKeepsTheClosedOne(boolean used)
            throws SQLException, InterruptedException {
        Connection closed = source(LONG).getConnection();
        if (used) {
            closed.setAutoCommit(false);
        }
        closed.close();
        drop(source);
        awaitLeak(source);
        assertThat(closed.isClosed()).isTrue();
        assertThat(driver.connections()).hasSize(1);
    }

    private static void awaitLeak(PooledDataSource source) throws InterruptedException {
        while (source.stats().leaked() == 0) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void drop(PooledDataSource source) throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        connection.createStatement();
        connection.getMetaData().getTables(null, null, null, null);
    }

    private static <T> Future<T> start(Callable<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                future.complete(call.call());
            } catch (Exception e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
