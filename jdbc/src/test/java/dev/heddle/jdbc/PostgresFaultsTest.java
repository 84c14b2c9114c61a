/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.jdbc.testkit.Load;
import dev.heddle.jdbc.testkit.PostgresServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to callers when a real server dies, hangs, or throws them out. Each test prints times and losses. */
@Tag("fault")
class PostgresFaultsTest {
    private static final int THREADS = 8;
    private static final Duration ASKED = Duration.ofMillis(2000);

    /**
     * On a busy machine a thread that is due may wait for a processor; the pool is not to blame for that. With
     * {@code -Pfaults}, on a quiet one, it must not.
     */
    private static final long SCHEDULING_MILLIS = Long.getLong("scheduling.millis", 0);

    private PostgresServer server;
    private PooledDataSource source;

    @BeforeEach
    void start() {
        server = PostgresServer.shared();
        source = PooledDataSource.builder(tenant(server.url()))
                .maxPerTenant(THREADS)
                .acquireTimeout(ASKED)
                .closeTimeout(Duration.ofSeconds(1))
                .build();
    }

    @AfterEach
    void close() {
        server.thaw();
        source.close();
    }

    private static Tenant tenant(String url) {
        return Tenant.of(url, PostgresServer.USER, PostgresServer.PASSWORD);
    }

    @Test
    void comesBackWhenTheServerWasKilledUnderLoad() throws Exception {
        Load load = new Load(source, THREADS, connection -> PostgresTest.run(connection, "select 1"));
        awaitAcquired(1000);
        long killed = System.nanoTime();
        server.kill();
        long failedBefore = source.stats().failed();
        sleep(Duration.ofSeconds(2));
        long attempts = source.stats().failed() - failedBefore;
        server.start();
        long back = System.nanoTime();
        long failedWhenBack = source.stats().failed();
        awaitAcquired(source.stats().acquired() + 1000);
        long failedAfter = source.stats().failed() - failedWhenBack;
        List<Load.Call> calls = load.stop();

        long recovered = calls.stream()
                .filter(Load.Call::isGood)
                .mapToLong(Load.Call::ended)
                .filter(ended -> ended > back)
                .min()
                .orElseThrow();
        List<Load.Call> after =
                calls.stream().filter(call -> call.begun() > recovered).toList();
        List<Load.Call> lost = calls.stream().filter(call -> !call.isGood()).toList();
        long waited = Load.longestWaitMillis(calls);
        System.out.printf(
                "killed for %d ms under load: first success %d ms after it was back, %d of %d calls lost,"
                        + " %d of the %d begun after that, %.1f attempts/s while down, longest wait %d ms of %d asked%n",
                NANOSECONDS.toMillis(back - killed),
                NANOSECONDS.toMillis(recovered - back),
                lost.size(),
                calls.size(),
                Load.failures(after),
                after.size(),
                attempts / 2.0,
                waited,
                ASKED.toMillis());
        assertThat(Load.failures(after)).isZero();
        assertThat(NANOSECONDS.toMillis(recovered - back)).isLessThanOrEqualTo(200 + SCHEDULING_MILLIS);
        assertThat(attempts / 2.0).isLessThanOrEqualTo(20);
        assertThat(failedAfter)
                .as("attempts that failed after the server was back; the one that was under way may")
                .isLessThanOrEqualTo(1);
        assertThat(waited).isLessThanOrEqualTo(ASKED.toMillis() + 50 + SCHEDULING_MILLIS);
    }

    @Test
    void replacesAllConnectionsThatTheServerHasEnded() throws Exception {
        Load load = new Load(source, THREADS, connection -> PostgresTest.run(connection, "select 1"));
        awaitAcquired(1000);
        long told = System.nanoTime();
        int ended = server.terminateBackends();
        awaitAcquired(source.stats().acquired() + 5000);
        List<Load.Call> calls = load.stop();
        List<Load.Call> lost = calls.stream().filter(call -> !call.isGood()).toList();
        long last = lost.stream().mapToLong(Load.Call::ended).max().orElse(told);
        System.out.printf(
                "%d backends ended: %d of %d calls lost, the last %d ms after, longest wait %d ms%n",
                ended, lost.size(), calls.size(), NANOSECONDS.toMillis(last - told), Load.longestWaitMillis(calls));
        assertThat(ended).isPositive();
        assertThat(lost).as("at most one call for each connection").hasSizeLessThanOrEqualTo(ended);
        assertThat(Load.longestWaitMillis(calls)).isLessThanOrEqualTo(ASKED.toMillis() + 50 + SCHEDULING_MILLIS);
    }

    @Test
    void keepsDeadlinesWhileTheServerIsFrozen() throws Exception {
        try (PooledDataSource checked = PooledDataSource.builder(tenant(server.url()))
                .maxPerTenant(THREADS)
                .acquireTimeout(Duration.ofMillis(1000))
                .validateAfter(Duration.ofNanos(1))
                .closeTimeout(Duration.ofMillis(500))
                .build()) {
            Load load = new Load(checked, THREADS, connection -> {
                connection.setNetworkTimeout(Runnable::run, 500);
                PostgresTest.run(connection, "select 1");
            });
            while (checked.stats().acquired() < 1000) {
                Thread.onSpinWait();
            }
            server.freeze();
            sleep(Duration.ofSeconds(3));
            server.thaw();
            long thawed = System.nanoTime();
            long acquired = checked.stats().acquired();
            while (checked.stats().acquired() < acquired + 1000) {
                Thread.onSpinWait();
            }
            List<Load.Call> calls = load.stop();
            long waited = Load.longestWaitMillis(calls);
            long recovered = calls.stream()
                    .filter(Load.Call::isGood)
                    .mapToLong(Load.Call::ended)
                    .filter(ended -> ended > thawed)
                    .min()
                    .orElseThrow();
            System.out.printf(
                    "frozen for 3 s: longest wait %d ms of 1000 asked, %d of %d calls lost, first success %d ms after%n",
                    waited, Load.failures(calls), calls.size(), NANOSECONDS.toMillis(recovered - thawed));
            assertThat(waited).isLessThanOrEqualTo(1000 + 50 + SCHEDULING_MILLIS);
        }
    }

    @Test
    void servesOtherTenantsWhileOneIsRefused() throws Exception {
        Tenant refused = tenant("jdbc:postgresql://127.0.0.1:" + closedPort() + "/postgres");
        Load others = new Load(source, 4, connection -> PostgresTest.run(connection, "select 1"));
        awaitAcquired(100);
        Load load = new Load(() -> source.getConnection(refused), 4, connection -> {});
        sleep(Duration.ofMillis(2500));
        List<Load.Call> good = others.stop();
        List<Load.Call> bad = load.stop();
        System.out.printf(
                "one tenant refused: %d calls of the other, %d lost, longest wait %d ms; longest wait for the"
                        + " refused %d ms of %d asked%n",
                good.size(),
                Load.failures(good),
                Load.longestWaitMillis(good),
                Load.longestWaitMillis(bad),
                ASKED.toMillis());
        assertThat(Load.failures(good)).isZero();
        assertThat(Load.longestWaitMillis(good)).isLessThan(ASKED.toMillis());
        assertThat(bad).isNotEmpty().noneMatch(Load.Call::isGood);
        assertThat(bad).allMatch(call -> "08001".equals(call.failure().getSQLState()));
        assertThat(Load.longestWaitMillis(bad)).isLessThanOrEqualTo(ASKED.toMillis() + 50 + SCHEDULING_MILLIS);
    }

    @Test
    void closesInTimeThoughTheServerIsFrozen() throws Exception {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        PostgresTest.run(connection, "select 1");
        server.freeze();
        long begun = System.nanoTime();
        connection.close();
        long took = NANOSECONDS.toMillis(System.nanoTime() - begun);
        System.out.printf("closed with uncommitted work on a frozen server: %d ms of 1000 allowed%n", took);
        assertThat(took).isLessThanOrEqualTo(1000 + 50 + SCHEDULING_MILLIS);
        server.thaw();
        source.getConnection().close();
    }

    @Test
    void concurrentClosesGiveABackendToOneOwnerOnly() throws Exception {
        DoubleCloses.Result result = DoubleCloses.run(tenant(server.url()), 1000);
        System.out.println(result);
        assertThat(result.twoOwners()).isZero();
        assertThat(result.disturbed()).isZero();
        assertThat(result.failures()).isZero();
    }

    @Test
    void transfersKeepTheSumThoughTheServerIsKilled() throws Exception {
        Transfers.Result result =
                Transfers.run(server, tenant(server.url()), Duration.ofSeconds(4), Duration.ofMillis(1500));
        System.out.println(result);
        assertThat(result.sum()).isEqualTo(Transfers.SUM);
        assertThat(result.committed()).isPositive();
    }

    private void awaitAcquired(long leases) {
        while (source.stats().acquired() < leases) {
            Thread.onSpinWait();
        }
    }

    /** The length of the outage is what the test is about. */
    static void sleep(Duration time) throws InterruptedException {
        boolean early = new CountDownLatch(1).await(time.toMillis(), MILLISECONDS);
        assertThat(early).isFalse();
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
