/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.handle.LeakLevel;
import dev.heddle.handle.Leaks;
import dev.heddle.jdbc.testkit.StubDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything that can be said is said, by a driver that repeats what it was given, and no password is in it. */
class NoSecretIsToldTest {
    private static final String[] SECRETS = {"Herring", "Salmon", "Sturgeon"};
    private static final Tenant TENANT = Tenant.of("jdbc:stub://me:Herring@host/db?password=Salmon", "me", "Sturgeon");

    private final LeakLevel before = Leaks.level();
    private final Logger logger = Logger.getLogger("dev.heddle");
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            told.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(listener);
        logger.setUseParentHandlers(false);
        Leaks.level(LeakLevel.FULL);
    }

    @AfterEach
    void restore() {
        logger.removeHandler(listener);
        logger.setUseParentHandlers(true);
        Leaks.level(before);
    }

    @Test
    void inLogsNamesOfThreadsStatsAndExceptions() throws SQLException {
        sayEverything(new StubDriver());
        assertThat(String.join("\n", told))
                .as("there is something to look at")
                .contains("is leased for", "closing a connection", "heddle-pool-", "no way to");
        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(SECRETS));
    }

    private void sayEverything(StubDriver driver) throws SQLException {
        driver.answer("close", call -> {
            throw new SQLException("cannot close " + TENANT.url(), "58000");
        });
        PooledDataSource source = PooledDataSource.builder(TENANT)
                .name("told")
                .driver(driver)
                .maxPerTenant(2)
                .validateAfter(Duration.ofMillis(40))
                .leakAfter(Duration.ofMillis(40))
                .acquireTimeout(Duration.ofMillis(500))
                .build();
        try (source) {
            try (Connection held = source.getConnection()) {
                while (told.isEmpty()) { // a report of the lease
                    Thread.onSpinWait();
                }
                told.add(held + " " + source + " " + source.stats() + " " + source.stats(TENANT));
                driver.answer("connect", call -> {
                    throw new SQLException("no way to " + call.arguments() + TENANT.properties(), "08001");
                });
                assertThatThrownBy(source::getConnection).satisfies(e -> told.add(PooledDataSourceTest.stackOf(e)));
                Thread.getAllStackTraces().keySet().forEach(thread -> told.add(thread.getName()));
            }
            told.add(source.close(Duration.ofSeconds(30)).toString());
        }
    }
}
