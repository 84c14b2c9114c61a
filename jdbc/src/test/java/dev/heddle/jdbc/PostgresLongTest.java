/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.jdbc.testkit.CountedSockets;
import dev.heddle.jdbc.testkit.Load;
import dev.heddle.jdbc.testkit.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What takes minutes: {@code -Pfaults}. */
@Tag("long")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class PostgresLongTest {
    private PostgresServer server;
    private Tenant tenant;

    @BeforeEach
    void start() {
        server = PostgresServer.shared();
        tenant = Tenant.of(server.url(), PostgresServer.USER, PostgresServer.PASSWORD);
    }

    @Test
    void concurrentClosesGiveABackendToOneOwnerOnly() throws Exception {
        DoubleCloses.Result result = DoubleCloses.run(tenant, Long.getLong("double.closes"));
        System.out.println(result);
        assertThat(result.twoOwners()).isZero();
        assertThat(result.disturbed()).isZero();
        assertThat(result.failures()).isZero();
    }

    @Test
    void transfersKeepTheSumThoughTheServerIsKilled() throws Exception {
        Transfers.Result result = Transfers.run(server, tenant, Duration.ofSeconds(60), Duration.ofSeconds(3));
        System.out.println(result);
        assertThat(result.sum()).isEqualTo(Transfers.SUM);
        assertThat(result.committed()).isPositive();
    }

    /**
     * Many tenants, more threads than connections, and now and then all sessions ended. The server counts, now and
     * then, the sessions whose clients have not left them; the clients' sockets are counted at each moment.
     */
    @Test
    void soaks() throws Exception {
        long seconds = Long.getLong("soak.seconds");
        int limit = 12;
        int most = 0;
        int counted = 0;
        String url = server.url() + "?" + CountedSockets.parameter();
        List<Tenant> tenants = new ArrayList<>(List.of(Tenant.of(url, PostgresServer.USER, PostgresServer.PASSWORD)));
        for (int i = 0; i < 7; i++) {
            server.execute("drop role if exists tenant" + i, "create role tenant" + i + " login password 'p'");
            tenants.add(Tenant.of(url, "tenant" + i, "p"));
        }
        List<Load.Call> calls;
        PooledDataSource source = PooledDataSource.builder(tenants.getFirst())
                .maxPerTenant(4)
                .maxTotal(limit)
                .maxLifetime(Duration.ofSeconds(5))
                .idleTime(Duration.ofSeconds(1))
                .build();
        try (source) {
            Load load = new Load(
                    () -> source.getConnection(
                            tenants.get(ThreadLocalRandom.current().nextInt(tenants.size()))),
                    16,
                    connection -> {
                        if (ThreadLocalRandom.current().nextBoolean()) {
                            connection.setAutoCommit(false);
                        }
                        PostgresTest.run(connection, "select 1");
                    });
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end) {
                PostgresFaultsTest.sleep(Duration.ofMillis(50));
                Set<Integer> sessions = server.clientPorts();
                sessions.retainAll(CountedSockets.ports());
                most = Math.max(most, sessions.size());
                counted++;
                if (counted % 200 == 0) {
                    server.terminateBackends();
                }
            }
            calls = load.stop();
            assertThat(source.stats().leased()).isZero();
        }
        int left = server.sessions();
        System.out.printf(
                "soak of %d s: %d calls, %d lost, %d counts on the server: at most %d of %d sessions (%d sockets), %d left"
                        + " at the end, longest wait %d ms%n",
                seconds,
                calls.size(),
                Load.failures(calls),
                counted,
                most,
                limit,
                CountedSockets.most(),
                left,
                Load.longestWaitMillis(calls));
        assertThat(most).isBetween(1, limit);
        assertThat(CountedSockets.most()).isBetween(1, limit);
        assertThat(left).isZero();
    }
}
