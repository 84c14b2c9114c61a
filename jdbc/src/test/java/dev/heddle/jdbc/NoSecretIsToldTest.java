/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.handle.LeakLevel;
import dev.heddle.handle.Leaks;
import dev.heddle.jdbc.testkit.LogListener;
import dev.heddle.jdbc.testkit.StubDriver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.SimpleFormatter;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that can be said is said, by a driver that repeats what it was given, and no password is in it. */
class NoSecretIsToldTest {
    private static final String[] SECRETS = {"Herring", "Salmon", "Sturgeon"};
    private static final List<String> EVENTS = List.of("PoolWait", "PoolOpen", "PoolClose", "HandleLeak");

    @TempDir
    Path folder;

    private final LeakLevel before = Leaks.level();
    private final LogListener log = new LogListener("dev.heddle");
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void takeStacks() {
        Leaks.level(LeakLevel.FULL);
    }

    @AfterEach
    void restore() {
        log.close();
        Leaks.level(before);
    }

    /** With the second state the driver refuses for good, with the first the pool tries until the time is over. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:stub://me:Herring@host/db?password=Salmon                  | 08001
            jdbc:stub://me:Her@Herring@host/db?ssl=true&PassWord=Salmon     | 28000
            jdbc:stub:mem:db;USER=me;PASSWORD={Herring;Salmon}              | 28000
            jdbc:stub:thin:me/Herring@host:1521:db                          | 28000
            jdbc:stub://address=(host=host)(user=me)(password=Herring)/db   | 28000
            """)
    void inLogsEventsMetricsNamesOfThreadsStatsAndExceptions(String url, String state) throws Exception {
        Tenant tenant = Tenant.of(url, "me", "Sturgeon");
        try (Recording recording = new Recording()) {
            EVENTS.forEach(name -> recording.enable("dev.heddle." + name).withThreshold(Duration.ZERO));
            recording.start();
            sayEverything(tenant, state, new StubDriver());
            told.addAll(events(recording));
        }
        log.told().forEach(entry -> told.add(new SimpleFormatter().format(entry)));
        assertThat(String.join("\n", told))
                .as("there is something to look at")
                .contains(
                        "is leased for",
                        "closing a connection",
                        "heddle-pool-",
                        "no way to",
                        "tenant='me at jdbc:stub:")
                .contains("dev.heddle.PoolWait", "dev.heddle.PoolOpen", "dev.heddle.PoolClose");
        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(SECRETS));
    }

    private void sayEverything(Tenant tenant, String state, StubDriver driver) throws SQLException {
        driver.answer("close", call -> {
            throw new SQLException("cannot close " + tenant.url(), "58000");
        });
        PooledDataSource source = PooledDataSource.builder(tenant)
                .name("told")
                .driver(driver)
                .maxPerTenant(2)
                .validateAfter(Duration.ofMillis(40))
                .leakAfter(Duration.ofMillis(40))
                .acquireTimeout(Duration.ofSeconds(1))
                .build();
        try (source) {
            try (Connection held = source.getConnection()) {
                while (log.told().isEmpty()) { // a report of the lease
                    Thread.onSpinWait();
                }
                told.add(held + " " + source + " " + source.stats() + " " + source.stats(tenant));
                told.add(metrics(source, tenant));
                driver.answer("connect", call -> {
                    throw new SQLException("no way to " + call.arguments() + tenant.properties(), state);
                });
                assertThatThrownBy(source::getConnection).satisfies(e -> told.add(PooledDataSourceTest.stackOf(e)));
                Thread.getAllStackTraces().keySet().forEach(thread -> told.add(thread.getName()));
            }
            told.add(source.close(Duration.ofSeconds(30)).toString());
        }
    }

    /** What a registry publishes whose meters are tagged with the tenant. */
    private static String metrics(PooledDataSource source, Tenant tenant) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Gauge.builder("pool.leased", source, each -> each.stats(tenant).leased())
                .tag("tenant", tenant.toString())
                .register(registry);
        return registry.getMetersAsString();
    }

    private List<String> events(Recording recording) throws IOException {
        Path file = Files.createTempFile(folder, "events", ".jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .map(RecordedEvent::toString)
                .toList();
    }
}
