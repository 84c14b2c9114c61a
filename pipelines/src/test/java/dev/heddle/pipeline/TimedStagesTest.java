/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stages that have to do with threads and time. */
class TimedStagesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(2);

    @Test
    void aStageOnAThreadOfItsOwnIsCalledByThatThreadOnly() throws Exception {
        for (int batch : new int[] {0, 1, 7}) {
            ConcurrentHashMap<Thread, Boolean> threads = new ConcurrentHashMap<>();
            ConcurrentHashMap<Thread, Boolean> sources = new ConcurrentHashMap<>();
            AtomicLong next = new AtomicLong();
            List<Long> results = new ArrayList<>();
            Pipeline pipeline = Pipeline.<Long>from("camera", () -> {
                        sources.put(Thread.currentThread(), true);
                        long item = next.getAndIncrement();
                        return item < 500 ? item : null;
                    })
                    .onThread()
                    .parallel("same", 3, i -> i)
                    .serial("device", i -> {
                        threads.put(Thread.currentThread(), true);
                        return i;
                    })
                    .onThread()
                    .parallel("same again", 3, i -> i)
                    .to("gather", results::add);
            (batch == 0 ? pipeline : pipeline.batches(batch)).run();

            assertThat(results).hasSize(500).isSorted();
            assertThat(sources.keySet())
                    .singleElement()
                    .satisfies(thread -> assertThat(thread.getName()).isEqualTo("heddle-camera-source"));
            assertThat(threads.keySet())
                    .singleElement()
                    .satisfies(thread -> assertThat(thread.getName()).isEqualTo("heddle-camera-device"));
        }
    }

    @Test
    void whatABatchKeptBackGoesThroughTheThreadOfALaterStage() throws Exception {
        ConcurrentHashMap<Thread, Boolean> threads = new ConcurrentHashMap<>();
        List<Integer> sizes = new ArrayList<>();
        Pipeline.from("numbers", numbers(10))
                .batch("four", 4)
                .serial("device", list -> {
                    threads.put(Thread.currentThread(), true);
                    return list.size();
                })
                .onThread()
                .to("gather", sizes::add)
                .run();

        assertThat(sizes).containsExactly(4, 4, 2);
        assertThat(threads).hasSize(1);
    }

    @Test
    void anItemIsNotHeldBackBehindAnOwnThread() throws Exception {
        BlockingQueue<Integer> in = new ArrayBlockingQueue<>(10);
        BlockingQueue<Integer> out = new ArrayBlockingQueue<>(10);
        try (Run run = Pipeline.from("in", in::take)
                .serial("device", i -> i)
                .onThread()
                .to("out", out::put)
                .workers(1)
                .start()) {
            for (int i = 0; i < 200; i++) {
                in.put(i);
                assertThat(out.take()).isEqualTo(i);
            }
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void cancelEndsAnOwnThreadThatWaits() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        try (Run run = Pipeline.from("numbers", numbers(10))
                .serial("stuck", i -> {
                    inside.countDown();
                    new CountDownLatch(1).await();
                    return i;
                })
                .onThread()
                .to("drop", i -> {})
                .start()) {
            inside.await();
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
            assertThat(run.report().isBalanced()).isTrue();
        }
    }

    @Test
    void aBatchLeavesInTimeThoughNoItemFollows() throws Exception {
        BlockingQueue<Integer> in = new ArrayBlockingQueue<>(10);
        BlockingQueue<List<Integer>> out = new ArrayBlockingQueue<>(10);
        for (boolean ordered : new boolean[] {true, false}) {
            Stages<Integer> stages = Pipeline.from("in", in::take).parallel("same", 2, i -> i);
            try (Run run = (ordered ? stages : stages.unordered())
                    .batch("many", 1000, SHORT)
                    .to("out", out::put)
                    .start()) {
                for (int i = 0; i < 20; i++) {
                    in.put(i);
                    assertThat(out.take()).containsExactly(i); // comes though the source waits for ever
                }
                Report report = run.stop(LONG);
                assertThat(report.in()).isEqualTo(20);
                assertThat(report.out()).isEqualTo(20);
            }
        }
    }

    @Test
    void aBatchIsFullWhereItemsAreThere() throws Exception {
        List<List<Integer>> results = new ArrayList<>();
        Report report = Pipeline.from("numbers", numbers(10))
                .batch("four", 4, LONG)
                .batch("two", 2, LONG)
                .flatMap("flat", 2, list -> list)
                .to("gather", results::add)
                .run();

        assertThat(results).containsExactly(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(8, 9));
        assertThat(report.isBalanced()).isTrue();
    }

    @Test
    void aSmallWindowMakesSmallBatchesAndNoHang() throws Exception {
        List<Integer> sizes = new ArrayList<>();
        Pipeline.from("numbers", numbers(5))
                .batch("many", 100, SHORT)
                .to("gather", list -> sizes.add(list.size()))
                .window(1)
                .run();

        assertThat(sizes).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void aRateIsNeverExceeded() throws Exception {
        AtomicLong clock = new AtomicLong();
        Engine engine = new Engine(
                Pipeline.from("numbers", numbers(1)).to("drop", i -> {}).plan(), Tuning.of(1, Tuning.UNBOUNDED, 1));
        RateStep step = new RateStep(
                engine,
                1,
                new StageSpec("rate", StageSpec.Kind.BUILT_IN, 1, (e, i, s) -> null),
                3,
                100,
                () -> clock.getAndAdd(10)); // each look takes 10 ns
        List<Long> times = new ArrayList<>();
        Worker worker = engine.crew().carriers()[0];
        for (int i = 0; i < 50; i++) {
            step.call(i, worker);
            times.add(clock.get());
        }

        for (int i = 3; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 3)).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void cancelEndsTheWaitForARate() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        try (Run run = Pipeline.from("numbers", numbers(3))
                .rateLimit("slowly", 1, Duration.ofDays(1))
                .to("count", i -> first.countDown())
                .start()) {
            first.await();
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
            assertThat(run.report().isBalanced()).isTrue();
            assertThat(run.report().out()).isEqualTo(1);
        }
    }

    @Test
    void aCallThatTakesTooLongIsInterruptedAndFails() {
        for (int batch : new int[] {0, 1, 7}) {
            Pipeline pipeline = Pipeline.from("numbers", numbers(100))
                    .parallel("slow", 2, i -> {
                        if (i == 50) {
                            new CountDownLatch(1).await();
                        }
                        return i;
                    })
                    .timeout(SHORT)
                    .to("drop", i -> {});
            assertThatThrownBy(() -> (batch == 0 ? pipeline : pipeline.batches(batch)).run())
                    .isInstanceOfSatisfying(StageException.class, e -> {
                        assertThat(e.stage()).isEqualTo("slow");
                        assertThat(e.item()).isEqualTo(50);
                    })
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void whatComesTooLateIsNotUsed() throws Exception {
        List<Integer> results = new ArrayList<>();
        AtomicBoolean interruptedLater = new AtomicBoolean();
        Report report = Pipeline.from("numbers", numbers(20))
                .blocking("late", 2, i -> {
                    if (i == 7) {
                        while (!Thread.currentThread().isInterrupted()) {
                            LockSupport.parkNanos(1_000_000);
                        }
                    }
                    return i;
                })
                .timeout(Duration.ofMillis(500))
                .skipFailures()
                .to("gather", i -> {
                    if (Thread.currentThread().isInterrupted()) {
                        interruptedLater.set(true);
                    }
                    results.add(i);
                })
                .run();

        assertThat(results).hasSize(19).doesNotContain(7);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.isBalanced()).isTrue();
        assertThat(interruptedLater).isFalse();
    }

    /** The thread that watches over the limits sleeps for as long as the shortest of them, and is woken at the end. */
    @Test
    void aLongLimitDoesNotHoldUpTheEnd() throws Exception {
        List<Integer> results = new ArrayList<>();
        Pipeline.from("numbers", numbers(20))
                .parallel("quick", 2, i -> i)
                .timeout(Duration.ofDays(1))
                .to("gather", results::add)
                .run();

        assertThat(results).hasSize(20);
    }

    @Test
    void refusesWhatMakesNoSense() {
        Stages<Integer> stages = Pipeline.from("numbers", numbers(1));
        assertThatThrownBy(() -> stages.batch("b", 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time: PT0S (expected: positive)");
        assertThatThrownBy(() -> stages.batch("b", 0, SHORT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stages.rateLimit("r", 0, SHORT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stages.rateLimit("r", 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stages.parallel("p", 2, i -> i).onThread())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stage 'p' is parallel (expected: onThread() behind a serial stage)");
        assertThatThrownBy(() -> stages.timeout(SHORT)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> stages.batch("b", 2).timeout(SHORT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'b' has no function");
        assertThatThrownBy(() -> stages.serial("s", i -> i).timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }
}
