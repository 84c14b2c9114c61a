/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes wrong at the ends of a pipeline, and while its threads sleep. The stages are in the failure matrix. */
class FaultsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void aSourceThatThrowsEndsTheRunAndLosesNothing() throws Exception {
        for (int batch : new int[] {0, 1, 7}) {
            AtomicLong next = new AtomicLong();
            Pipeline pipeline = Pipeline.from("broken", () -> {
                        if (next.get() == 100) {
                            throw new IllegalStateException("no more");
                        }
                        return next.incrementAndGet();
                    })
                    .parallel("same", 2, i -> i)
                    .to("drop", i -> {});
            try (Run run = (batch == 0 ? pipeline : pipeline.batches(batch)).start()) {
                assertThatThrownBy(run::await)
                        .isInstanceOfSatisfying(StageException.class, e -> {
                            assertThat(e.stage()).isEqualTo("broken");
                            assertThat(e.item()).isEqualTo(100);
                        })
                        .hasRootCauseMessage("no more");
                assertThat(run.report().isBalanced()).isTrue();
                assertThat(run.report().in()).isEqualTo(100);
            }
        }
    }

    @Test
    void anErrorOfTheSourceOrTheSinkIsThrownAsItIs() {
        AssertionError error = new AssertionError("mine");
        assertThatThrownBy(() -> Pipeline.from("source", (Source<Integer>) () -> {
                            throw error;
                        })
                        .to("drop", i -> {})
                        .run())
                .isSameAs(error);
        AssertionError another = new AssertionError("of the sink");
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(10))
                        .to("fail", i -> {
                            throw another;
                        })
                        .run())
                .isSameAs(another);
    }

    @Test
    void aSinkSlowerThanTheSourceKeepsItWaiting() throws Exception {
        AtomicLong given = new AtomicLong();
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch full = new CountDownLatch(4);
        try (Run run = Pipeline.from("quick", () -> {
                    long item = given.incrementAndGet();
                    full.countDown();
                    return item;
                })
                .parallel("same", 2, i -> i)
                .to("slow", i -> goOn.await())
                .window(4)
                .batches(1)
                .start()) {
            full.await();
            assertThat(given.get()).isEqualTo(4);
            assertThat(run.tryAwait(Duration.ofMillis(5))).isNull();
            assertThat(given.get()).isEqualTo(4);
            goOn.countDown();
            Report report = run.stop(LONG);
            assertThat(report.in()).isEqualTo(report.out());
        }
    }

    @Test
    void anInterruptWhileTheWindowIsFullEndsTheRun() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Pipeline pipeline = Pipeline.from("endless", () -> 1)
                .parallel("same", 2, i -> i)
                .to("stuck", i -> {
                    inside.countDown();
                    new CountDownLatch(1).await();
                })
                .window(2)
                .batches(1);
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                pipeline.run();
            } catch (Throwable e) {
                thrown.add(e);
            }
        });
        caller.start();
        inside.await();
        while (caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        caller.join();
        assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
    }

    @Test
    void stopEndsARunWhoseThreadsAllSleep() throws Exception {
        Port<Integer> port = Port.of(4);
        try (Run run = Pipeline.from("port", port)
                .parallel("same", 2, i -> i)
                .serial("device", i -> i)
                .onThread()
                .batch("pack", 3, LONG)
                .to("drop", list -> {})
                .start()) {
            port.offer(1);
            while (!allSleep("heddle-port-")) {
                Thread.onSpinWait();
            }
            Report report = run.stop(LONG);

            assertThat(report.in()).isEqualTo(1);
            assertThat(report.out()).isEqualTo(1);
        }
    }

    @Test
    void refusesNull() {
        Port<Integer> port = Port.of(2);
        assertThatThrownBy(() -> port.offer(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("item");
        assertThatThrownBy(() -> port.put(null, LONG)).isInstanceOf(NullPointerException.class);
        Stages<Integer> stages = Pipeline.from("numbers", numbers(1));
        assertThatThrownBy(() -> stages.parallelByKey("k", 2, null, i -> i)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> stages.tee("t", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> stages.to("s", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Pipeline.from("nulls", numbers(3))
                        .flatMap("many", 2, i -> Arrays.asList(i, null))
                        .to("drop", i -> {})
                        .run())
                .isInstanceOf(StageException.class)
                .hasMessageContaining("'many' made null of an item");
    }

    @Test
    void aNullItemOfASourceIsAFailureAtItsNumber() throws Exception {
        List<Integer> items = Arrays.asList(0, 1, null, 3);
        for (Stages<Integer> stages : List.of(
                Pipeline.from("nulls", items),
                Pipeline.from("nulls", items.iterator()),
                Pipeline.from("nulls", items.stream()))) {
            List<Integer> results = new ArrayList<>();
            try (Run run = stages.parallel("same", 2, i -> i)
                    .to("gather", results::add)
                    .start()) {
                assertThatThrownBy(run::await).isInstanceOfSatisfying(StageException.class, e -> {
                    assertThat(e.stage()).isEqualTo("nulls");
                    assertThat(e.item()).isEqualTo(2);
                    assertThat(e).hasRootCauseMessage("the source has a null item");
                });
                // another worker may have had the second when the run was over
                assertThat(results).isEqualTo(List.of(0, 1).subList(0, results.size()));
                assertThat(run.report().isBalanced()).isTrue();
            }
        }
    }

    private static boolean allSleep(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .allMatch(thread ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }
}
