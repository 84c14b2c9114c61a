/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a run does, in order and out of it, until its end and when it is ended. */
class PipelineTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void runsTheExample() throws Exception {
        assertThat(PipelineExamples.lengths(List.of("a", "", "bc"))).containsExactly(1, 2);
    }

    @Test
    void givesTheResultsOfAParallelStageInTheOrderOfTheSource() throws Exception {
        for (int batch : new int[] {0, 1, 7}) {
            List<Integer> results = new ArrayList<>();
            Pipeline pipeline = Pipeline.from("numbers", numbers(20_000))
                    .parallel("double", 3, i -> 2 * i)
                    .to("gather", results::add);
            Report report = (batch == 0 ? pipeline : pipeline.batches(batch)).run();

            assertThat(results)
                    .isEqualTo(numbers(20_000).stream().map(i -> 2 * i).toList());
            assertThat(report.in()).isEqualTo(20_000);
            assertThat(report.out()).isEqualTo(20_000);
            assertThat(report.isBalanced()).isTrue();
        }
    }

    @Test
    void anUnorderedStageLosesAndDoublesNothing() throws Exception {
        List<Integer> results = Pipeline.from("numbers", numbers(5_000))
                .parallel("same", 3, i -> i)
                .unordered()
                .serial("also", i -> i)
                .collect(Collectors.toList());

        assertThat(results).containsExactlyInAnyOrderElementsOf(numbers(5_000));
    }

    @Test
    void aSlowItemOfAnUnorderedStageKeepsNoOtherWaiting() throws Exception {
        CountDownLatch others = new CountDownLatch(9);
        List<Integer> results = new ArrayList<>();
        Pipeline.from("numbers", numbers(10))
                .parallel("hold the first back", 2, i -> {
                    if (i == 0) {
                        others.await();
                    }
                    return i;
                })
                .unordered()
                .to("gather", i -> {
                    results.add(i);
                    others.countDown();
                })
                .batches(1)
                .run();

        assertThat(results).hasSize(10).endsWith(0);
    }

    @Test
    void aPipelineCanBeRunManyTimes() throws Exception {
        AtomicInteger sum = new AtomicInteger();
        Pipeline pipeline = Pipeline.from("numbers", numbers(100)).to("add", sum::addAndGet);

        pipeline.run();
        pipeline.run();

        assertThat(sum).hasValue(2 * 4950);
    }

    @Test
    void takesASourceUntilItGivesNull() throws Exception {
        Iterator<Integer> some = numbers(1000).iterator();
        assertThat(Pipeline.from("some", () -> some.hasNext() ? some.next() : null)
                        .parallel("same", 2, i -> i)
                        .collect(Collectors.toList()))
                .isEqualTo(numbers(1000));
    }

    @Test
    void closesTheStreamItWasGiven() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        Pipeline.from("stream", IntStream.range(0, 10).boxed().onClose(() -> closed.set(true)))
                .to("drop", i -> {})
                .run();

        assertThat(closed).isTrue();
    }

    @Test
    void countsWhatAPredicateLeavesOut() throws Exception {
        for (int batch : new int[] {0, 1, 16}) {
            List<Integer> results = new ArrayList<>();
            Pipeline pipeline = Pipeline.from("numbers", numbers(1000))
                    .filter("even", i -> i % 2 == 0)
                    .serial("same", i -> i)
                    .filter("by three", i -> i % 3 == 0)
                    .to("gather", results::add);
            Report report = (batch == 0 ? pipeline : pipeline.batches(batch)).run();

            assertThat(results)
                    .isEqualTo(numbers(1000).stream().filter(i -> i % 6 == 0).toList());
            assertThat(report.filtered()).isEqualTo(1000 - 167);
            assertThat(report.isBalanced()).isTrue();
            assertThat(report.stages())
                    .extracting(StageReport::name, StageReport::in, StageReport::out, StageReport::filtered)
                    .containsExactly(
                            tuple("numbers", 1000L, 1000L, 0L),
                            tuple("even", 1000L, 500L, 500L),
                            tuple("same", 500L, 500L, 0L),
                            tuple("by three", 500L, 167L, 333L),
                            tuple("gather", 167L, 167L, 0L));
        }
    }

    @Test
    void runsOnAsManyThreadsAsAsked() throws Exception {
        CountDownLatch all = new CountDownLatch(3);
        Pipeline.from("numbers", numbers(3))
                .parallel("meet", 3, i -> {
                    all.countDown();
                    all.await();
                    return i;
                })
                .to("drop", i -> {})
                .batches(1)
                .run();

        assertThat(all.getCount()).isZero();
    }

    @Test
    void findsOutThatItemsWhichTakeLongAreToBeShared() throws Exception {
        Set<Thread> carriers = ConcurrentHashMap.newKeySet();
        // Goes on until a second worker has come: on a busy machine, sharing is given up for a while, and tried again.
        Pipeline.from(
                        "numbers",
                        Stream.iterate(0, i -> carriers.size() < 2, i -> i + 1).iterator())
                .parallel("work", 2, i -> {
                    carriers.add(Thread.currentThread());
                    busyNanos(20_000);
                    return i;
                })
                .to("drop", i -> {})
                .run();

        assertThat(carriers).hasSize(2);
    }

    @Test
    void neverHasMoreWorkersInAStageThanAsked() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> results = new ArrayList<>();
        Pipeline.from("numbers", numbers(2000))
                .parallel("wide", 4, i -> i)
                .parallel("narrow", 2, i -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    inside.decrementAndGet();
                    return i;
                })
                .to("gather", results::add)
                .batches(1)
                .run();

        assertThat(results).isEqualTo(numbers(2000));
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void neverHasMoreItemsLiveThanTheWindow() throws Exception {
        for (int window : new int[] {1, 2, 5}) {
            AtomicInteger live = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Iterator<Integer> items = numbers(2000).iterator();
            Pipeline.from("numbers", () -> {
                        if (!items.hasNext()) {
                            return null;
                        }
                        most.accumulateAndGet(live.incrementAndGet(), Math::max);
                        return items.next();
                    })
                    .parallel("yield", 3, i -> {
                        Thread.yield();
                        return i;
                    })
                    .to("out", i -> live.decrementAndGet())
                    .window(window)
                    .batches(4)
                    .run();

            assertThat(most.get()).isBetween(1, window);
        }
    }

    @Test
    void doesNotHoldAnItemBackUntilTheNextOneComes() throws Exception {
        BlockingQueue<Integer> in = new ArrayBlockingQueue<>(10);
        BlockingQueue<Integer> out = new ArrayBlockingQueue<>(10);
        for (int batch : new int[] {0, 100}) {
            Pipeline pipeline =
                    Pipeline.from("in", in::take).parallel("same", 2, i -> i).to("out", out::put);
            try (Run run = (batch == 0 ? pipeline : pipeline.batches(batch)).start()) {
                for (int i = 0; i < 100; i++) {
                    in.put(i);
                    assertThat(out.take()).isEqualTo(i);
                }
                run.cancel();
            }
        }
    }

    @Test
    void namesTheStageAndTheItemAtWhichAFunctionThrew() {
        for (int batch : new int[] {0, 1, 10}) {
            Pipeline pipeline = Pipeline.from("numbers", numbers(10_000))
                    .parallel("divide", 2, i -> 100 / (77 - i))
                    .to("drop", i -> {});
            assertThatThrownBy(() -> (batch == 0 ? pipeline : pipeline.batches(batch)).run())
                    .isInstanceOfSatisfying(StageException.class, e -> {
                        assertThat(e.stage()).isEqualTo("divide");
                        assertThat(e.item()).isEqualTo(77);
                        assertThat(e)
                                .hasMessageContaining("stage 'divide' failed at item 77")
                                .hasCauseInstanceOf(ArithmeticException.class);
                    });
        }
    }

    @Test
    void throwsAnErrorAsItIs() {
        AssertionError error = new AssertionError("mine");
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(10))
                        .serial("fail", i -> {
                            throw error;
                        })
                        .to("drop", i -> {})
                        .run())
                .isSameAs(error)
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("'fail' failed at item 0"));
    }

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(10))
                        .serial("nothing", i -> null)
                        .to("drop", i -> {})
                        .run())
                .isInstanceOf(StageException.class)
                .hasCauseInstanceOf(NullPointerException.class)
                .hasMessageContaining("'nothing'");
        assertThatThrownBy(() -> Pipeline.from("nulls", Arrays.asList(1, null))
                        .to("drop", i -> {})
                        .run())
                .isInstanceOf(StageException.class)
                .hasCauseInstanceOf(NullPointerException.class)
                .hasMessageContaining("'nulls' failed at item 1");
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(1)).parallel("none", 0, i -> i))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("concurrency: 0 (expected: at least 1)");
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(1)).unordered())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void balancesTheReportOfARunThatFailed() throws Exception {
        for (int batch : new int[] {0, 1, 3}) {
            Pipeline pipeline = Pipeline.from("numbers", numbers(10_000))
                    .filter("even", i -> i % 2 == 0)
                    .parallel("divide", 2, i -> 100 / (500 - i))
                    .serial("same", i -> i)
                    .to("drop", i -> {});
            try (Run run = (batch == 0 ? pipeline : pipeline.batches(batch)).start()) {
                assertThatThrownBy(run::await).isInstanceOf(StageException.class);
                Report report = run.report();
                assertThat(report.failed()).isEqualTo(1);
                assertThat(report.isBalanced()).as(report.toString()).isTrue();
            }
        }
    }

    @Test
    void stopLetsThroughWhatWasTakenAndRefusesTheRest() throws Exception {
        AtomicLong given = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        CountDownLatch some = new CountDownLatch(1000);
        try (Run run = Pipeline.from("endless", given::incrementAndGet)
                .parallel("same", 2, i -> i)
                .to("count", i -> {
                    taken.incrementAndGet();
                    some.countDown();
                })
                .start()) {
            some.await();
            Report report = run.stop(LONG);

            assertThat(report.in())
                    .isEqualTo(report.out())
                    .isEqualTo(given.get())
                    .isEqualTo(taken.get());
            assertThat(run.await()).isEqualTo(report);
        }
    }

    @Test
    void stopInterruptsASourceThatWaits() throws Exception {
        BlockingQueue<Integer> in = new ArrayBlockingQueue<>(10);
        CountDownLatch first = new CountDownLatch(1);
        try (Run run = Pipeline.from("in", in::take)
                .parallel("same", 2, i -> i)
                .to("out", i -> first.countDown())
                .start()) {
            in.put(1);
            first.await();
            Report report = run.stop(LONG);

            assertThat(report.in()).isEqualTo(1);
            assertThat(report.out()).isEqualTo(1);
        }
    }

    @Test
    void stopInterruptsNoFunctionOfAStage() throws Exception {
        for (int i = 0; i < 50; i++) {
            AtomicBoolean interrupted = new AtomicBoolean();
            Semaphore begun = new Semaphore(0);
            try (Run run = Pipeline.from("often waiting", () -> {
                        Thread.sleep(0, 1000);
                        return 1;
                    })
                    .parallel("look", 2, item -> {
                        begun.release();
                        busyNanos(1_000);
                        if (Thread.currentThread().isInterrupted()) {
                            interrupted.set(true);
                        }
                        return item;
                    })
                    .to("drop", item -> {})
                    .start()) {
                begun.acquire(20);
                Report report = run.stop(LONG);
                assertThat(report.in()).isEqualTo(report.out());
                assertThat(interrupted).isFalse();
            }
        }
    }

    @Test
    void stopCancelsWhenTheTimeIsOver() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        try (Run run = Pipeline.from("numbers", numbers(10))
                .serial("stuck", i -> {
                    inside.countDown();
                    new CountDownLatch(1).await();
                    return i;
                })
                .to("drop", i -> {})
                .start()) {
            inside.await();
            Report report = run.stop(Duration.ofMillis(1));

            assertThat(report.cancelled()).isPositive();
            assertThat(report.isBalanced()).isTrue();
        }
    }

    @Test
    void cancelInterruptsAFunctionThatWaits() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        try (Run run = Pipeline.from("numbers", numbers(10))
                .parallel("stuck", 2, i -> {
                    inside.countDown();
                    new CountDownLatch(1).await();
                    return i;
                })
                .to("drop", i -> {})
                .start()) {
            inside.await();
            assertThat(run.tryAwait(Duration.ZERO)).isNull();
            assertThatThrownBy(run::report).isInstanceOf(IllegalStateException.class);
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
            assertThat(run.isDone()).isTrue();
            assertThat(run.report().isBalanced()).isTrue();
        }
    }

    @Test
    void aFunctionMayCancelItsRunButNotWaitForIt() throws Exception {
        Run[] self = new Run[1];
        CountDownLatch known = new CountDownLatch(1);
        try (Run run = Pipeline.from("numbers", numbers(10))
                .serial("wait for oneself", i -> {
                    known.await();
                    assertThatThrownBy(() -> self[0].await())
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("run 'numbers' cannot wait for itself");
                    self[0].cancel();
                    return i;
                })
                .to("drop", i -> {})
                .start()) {
            self[0] = run;
            known.countDown();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void aLoopGoesNoFurtherThanTheItemThatEndsTheRun() throws Exception {
        List<Integer> called = new ArrayList<>();
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(100_000))
                        .serial("throw at the end", i -> {
                            called.add(i);
                            if (called.size() == 50_000) {
                                throw new IllegalArgumentException("asked to");
                            }
                            return i;
                        })
                        .to("drop", i -> {})
                        .workers(1)
                        .run())
                .isInstanceOf(StageException.class);
        assertThat(called).isEqualTo(numbers(50_000));

        called.clear();
        AtomicReference<Run> self = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        try (Run run = Pipeline.from("numbers", numbers(100_000))
                .to("cancel at the end", i -> {
                    started.await();
                    called.add(i);
                    if (called.size() == 50_000) {
                        self.get().cancel();
                    }
                })
                .workers(1)
                .start()) {
            self.set(run);
            started.countDown();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
        }
        assertThat(called).isEqualTo(numbers(50_000));
    }

    @Test
    void aRunThatNeverSharesMakesNoSlot() throws Exception {
        List<Integer> results = new ArrayList<>();
        Pipeline pipeline = Pipeline.from("numbers", numbers(10_000)).to("gather", results::add);
        Engine engine = new Engine(pipeline.plan(), Tuning.of(1, Tuning.UNBOUNDED, Tuning.MEASURED));
        engine.start();
        engine.crew().await(Long.MAX_VALUE);
        assertThat(results).isEqualTo(numbers(10_000));
        assertThat(engine.slot(0)).isSameAs(engine.slot(1));
    }

    @Test
    void pipelinesCanBeNested() throws Exception {
        List<Integer> sums = new ArrayList<>();
        Pipeline.from("outer", numbers(50))
                .parallel(
                        "inner runs",
                        2,
                        n -> Pipeline.from("inner", numbers(n))
                                .parallel("same", 2, i -> i)
                                .collect(Collectors.summingInt(i -> i)))
                .to("gather", sums::add)
                .workers(1)
                .run();
        assertThat(sums)
                .isEqualTo(numbers(50).stream().map(n -> n * (n - 1) / 2).toList());
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
