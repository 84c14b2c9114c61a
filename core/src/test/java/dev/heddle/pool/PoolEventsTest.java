/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heddle.pool.StubConnector.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording tells of a pool. */
@Timeout(60)
class PoolEventsTest {
    @TempDir
    Path folder;

    private final StubConnector server = new StubConnector();

    @Test
    void aFlightRecordingHasWaitsOpeningsAndClosingsAndNoKey() throws Exception {
        try (Recording recording = new Recording();
                ConnectionPool<String, Connection> pool = ConnectionPool.builder(server)
                        .name("recorded")
                        .maxPerKey(1)
                        .maxTotal(1)
                        .acquireTimeout(Duration.ofSeconds(30))
                        .build()) {
            for (String name : List.of("PoolWait", "PoolOpen", "PoolClose")) {
                recording.enable("dev.heddle." + name).withThreshold(Duration.ZERO);
            }
            recording.start();
            pool.acquire("secret-1").close();
            pool.acquire("secret-2").close(); // has the room of the first
            server.failure = new IOException("not now, secret-3");
            assertThatExceptionOfType(AcquireTimeoutException.class)
                    .isThrownBy(() -> pool.acquire("secret-3", Duration.ofMillis(100)));

            List<RecordedEvent> events = events(recording);
            // Connections are closed by a thread of their own, which may not have said so yet.
            while (events.stream().noneMatch(event -> event.hasField("reason"))) {
                events = events(recording);
            }

            assertThat(events).allSatisfy(event -> assertThat(event.toString()).doesNotContain("secret"));
            assertThat(named(events, "PoolWait"))
                    .extracting(event -> event.getBoolean("served"))
                    .containsExactlyInAnyOrder(true, true, false);
            assertThat(named(events, "PoolOpen"))
                    .extracting(event -> event.getString("failure"))
                    .contains("", IOException.class.getName());
            assertThat(named(events, "PoolClose"))
                    .extracting(event -> event.getString("reason"))
                    .contains("evicted for another key");
        }
    }

    private List<RecordedEvent> events(Recording recording) throws IOException {
        Path file = Files.createTempFile(folder, "events", ".jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getString("pool").equals("recorded"))
                .toList();
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.heddle." + name))
                .toList();
    }
}
