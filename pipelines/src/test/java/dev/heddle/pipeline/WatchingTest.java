/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run tells about itself. */
class WatchingTest {
    @Test
    void namesTheStageThatKeepsTheOthersWaiting() throws Exception {
        try (Run run = Pipeline.from("numbers", numbers(300))
                .parallel("quick", 2, i -> i)
                .serial("slow", i -> {
                    busyNanos(1_000_000); // more than a thread of the others may be kept from its processor in all
                    return i;
                })
                .to("drop", i -> {})
                .start()) {
            run.await();
            RunStats stats = run.stats();

            assertThat(stats.bottleneck()).isNotNull();
            assertThat(stats.bottleneck().name()).isEqualTo("slow");
            assertThat(stats.bottleneck().perSecond()).isPositive();
            assertThat(stats.bottleneck().busy()).isPositive();
            assertThat(stats.bottleneck().p50Nanos()).isGreaterThanOrEqualTo(900_000);
            assertThat(stats.bottleneck().p99Nanos())
                    .isGreaterThanOrEqualTo(stats.bottleneck().p50Nanos());
            assertThat(stats.stages()).extracting(StageStats::name).containsExactly("numbers", "quick", "slow", "drop");
            assertThat(stats.stages())
                    .allSatisfy(stage -> assertThat(stage.in()).isEqualTo(300));
            assertThat(stats.progress()).isEqualTo(1);
            assertThat(stats.remaining()).isEqualTo(Duration.ZERO);
            assertThat(stats.picture()).contains("slow", "<- bottleneck", "100 % done");
            assertThat(stats.mermaid()).startsWith("flowchart LR\n").contains("style s2");
        }
    }

    @Test
    void tellsHowFarARunHasCome() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Run run = Pipeline.from("numbers", numbers(100))
                .to("wait", i -> {
                    if (i == 50) {
                        half.countDown();
                        goOn.await();
                    }
                })
                .batches(1)
                .workers(1)
                .start()) {
            half.await();
            RunStats stats = run.stats();

            assertThat(stats.size()).isEqualTo(100);
            assertThat(stats.live()).isEqualTo(1);
            assertThat(stats.progress()).isEqualTo(0.5);
            assertThat(stats.remaining()).isPositive();
            assertThat(stats.fill()).isPositive();
            goOn.countDown();
            run.await();
        }
    }

    @Test
    void knowsNoProgressWithoutASize() throws Exception {
        try (Run run = Pipeline.from("numbers", numbers(10).iterator())
                .to("drop", i -> {})
                .start()) {
            run.await();
            assertThat(run.stats().progress()).isNegative();
            assertThat(run.stats().remaining()).isNull();
        }
    }

    @Test
    void drawsAPipeline() {
        Pipeline pipeline = Pipeline.from("camera \"one\"", numbers(1))
                .onThread()
                .parallel("blur", 4, i -> i)
                .unordered()
                .parallelByKey("by key", 2, i -> i, i -> i)
                .to("send", i -> {});

        assertThat(pipeline.picture()).isEqualTo("""
                camera "one" (own thread)
                  |
                blur x4 (unordered)
                  |
                by key x2 (by key)
                  |
                send
                """);
        assertThat(pipeline.mermaid()).isEqualTo("""
                flowchart LR
                  s0["camera #quot;one#quot; (own thread)"]
                  s0 --> s1["blur x4 (unordered)"]
                  s1 --> s2["by key x2 (by key)"]
                  s2 --> s3["send"]
                """);
    }

    @Test
    void aFlightRecordingHasRunsFailuresAndStalls(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.heddle.PipelineRun");
            recording.enable("dev.heddle.PipelineFailure");
            recording.enable("dev.heddle.PipelineStall").withThreshold(Duration.ZERO);
            recording.start();
            CountDownLatch two = new CountDownLatch(2);
            int[] left = {3};
            Pipeline.from("recorded", () -> left[0]-- > 0 ? 1 : null)
                    .parallel("meet", 2, i -> {
                        two.countDown();
                        two.await();
                        return i;
                    })
                    .to("drop", i -> {})
                    .batches(1)
                    .run();
            assertThatThrownBy(() -> Pipeline.from("recorded", numbers(10))
                            .serial("divide", i -> 1 / (3 - i))
                            .to("drop", i -> {})
                            .run())
                    .isInstanceOf(StageException.class);
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getString("pipeline").equals("recorded"))
                .toList();

        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("dev.heddle.PipelineRun"))
                .extracting(event -> event.getString("outcome"))
                .containsExactlyInAnyOrder("finished", "cancelled"); // threads write their events in no order
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("dev.heddle.PipelineFailure"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("stage")).isEqualTo("divide");
                    assertThat(event.getLong("item")).isEqualTo(3);
                });
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("dev.heddle.PipelineStall"))
                .isNotEmpty();
    }

    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    private static void busyNanos(long nanos) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
    }
}
