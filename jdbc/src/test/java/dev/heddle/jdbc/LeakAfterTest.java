/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.handle.LeakLevel;
import dev.heddle.handle.Leaks;
import dev.heddle.jdbc.testkit.LogListener;
import dev.heddle.jdbc.testkit.StubDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are kept for long are told to the log, each once, with the stack that took them. */
class LeakAfterTest {
    private static final Tenant KEEPER = Tenant.of("jdbc:stub:db", "keeper", "Herring-43");
    private static final int ROUND_MILLIS = 20;

    private final LeakLevel before = Leaks.level();
    private final LogListener log = new LogListener("dev.heddle.pool");

    @BeforeEach
    void takeStacks() {
        Leaks.level(LeakLevel.FULL);
    }

    @AfterEach
    void restore() {
        log.close();
        Leaks.level(before);
    }

    /** When the longer one is over, the pool has let go of the connection, so that the collector may find it. */
    @ParameterizedTest
    @ValueSource(longs = {40, 1_200})
    void namesTheTenantAndTheStackOfALongLease(long millis) throws SQLException, InterruptedException {
        try (PooledDataSource source = source(millis);
                Connection held = getAndKeep(source)) {
            LogRecord entry = log.next(30_000);
            assertThat(entry).isNotNull();
            assertThat(entry.getMessage())
                    .startsWith("pool 'kept': a connection of keeper at jdbc:stub:db is leased for ")
                    .doesNotContain("Herring");
            assertThat(entry.getThrown().getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("getAndKeep"));
            assertThat(log.next(10 * ROUND_MILLIS))
                    .as("told once, though the keeper has come by again")
                    .isNull();
            assertThat(held.isClosed()).isFalse();
            assertThat(source.stats().leaked()).as("nothing was dropped").isZero();
        }
    }

    /** The connection was had before, so that there is a shorter way to it. */
    @ParameterizedTest
    @CsvSource({"FULL, 3, true", "SAMPLED, 3, false", "SAMPLED, 4095, true", "COUNTED, 4095, false", "OFF, 4095, false"
    })
    void namesTheStackWhereTheLevelKeepsIt(LeakLevel level, int leases, boolean named)
            throws SQLException, InterruptedException {
        Leaks.level(level);
        try (PooledDataSource source = source(300)) {
            for (int i = 1; i < leases; i++) {
                source.getConnection().close();
            }
            try (Connection held = getAndKeep(source)) {
                LogRecord entry = log.next(30_000);
                assertThat(entry).isNotNull();
                assertThat(held.isClosed()).isFalse();
                assertThat(entry.getThrown() != null).isEqualTo(named);
                if (named) {
                    assertThat(entry.getThrown().getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("getAndKeep"));
                }
            }
            assertThat(source.stats().opened()).isEqualTo(1);
        }
    }

    @Test
    void saysNothingOfConnectionsThatComeBack() throws SQLException, InterruptedException {
        try (PooledDataSource source = source(40)) {
            source.getConnection().close();
            Tenant other = KEEPER.with("user", "other");
            try (Connection held = source.getConnection(other)) {
                LogRecord entry = log.next(30_000); // so the keeper has been there
                assertThat(entry).isNotNull();
                assertThat(entry.getMessage()).contains("other at ");
                assertThat(held.isClosed()).isFalse();
            }
            assertThat(log.told()).isEmpty();
        }
    }

    private static PooledDataSource source(long millis) {
        return PooledDataSource.builder(KEEPER)
                .name("kept")
                .driver(new StubDriver())
                .validateAfter(Duration.ofMillis(2 * ROUND_MILLIS))
                .leakAfter(Duration.ofMillis(millis))
                .build();
    }

    private static Connection getAndKeep(PooledDataSource source) throws SQLException {
        return source.getConnection();
    }
}
