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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The kinds of stages, and what they do about failures. */
class StagesTest {
    private static final int[] BATCHES = {0, 1, 7};

    @Test
    void flatMapKeepsTheOrder() throws Exception {
        for (int batch : BATCHES) {
            List<Integer> results = new ArrayList<>();
            Report report = with(
                            batch,
                            Pipeline.from("numbers", numbers(500))
                                    .flatMap("repeat", 2, i -> java.util.Collections.nCopies(i % 3, i))
                                    .parallel("same", 2, i -> i)
                                    .to("gather", results::add))
                    .run();

            assertThat(results)
                    .isEqualTo(numbers(500).stream()
                            .flatMap(i -> java.util.Collections.nCopies(i % 3, i).stream())
                            .toList());
            assertThat(report.isBalanced()).as(report.toString()).isTrue();
            assertThat(report.filtered()).isEqualTo(167);
            assertThat(report.added()).isEqualTo(166);
        }
    }

    @Test
    void aFailureBehindAFlatMapNamesTheItemOfTheSource() {
        for (int batch : BATCHES) {
            assertThatThrownBy(() -> with(
                                    batch,
                                    Pipeline.from("numbers", numbers(500))
                                            .flatMap("repeat", 2, i -> java.util.Collections.nCopies(5, i))
                                            .parallel("divide", 2, i -> 1 / (123 - i))
                                            .to("drop", i -> {}))
                            .run())
                    .isInstanceOfSatisfying(
                            StageException.class, e -> assertThat(e.item()).isEqualTo(123));
        }
    }

    @Test
    void batchMakesListsAndKeepsTheRest() throws Exception {
        for (int batch : BATCHES) {
            List<List<Integer>> results = new ArrayList<>();
            Report report = with(
                            batch,
                            Pipeline.from("numbers", numbers(10))
                                    .parallel("same", 2, i -> i)
                                    .batch("four", 4)
                                    .serial("see", list -> list)
                                    .to("gather", results::add))
                    .run();

            assertThat(results).containsExactly(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(8, 9));
            assertThat(report.isBalanced()).as(report.toString()).isTrue();
            assertThat(report.joined()).isEqualTo(7);
        }
    }

    @Test
    void whatABatchKeptBackWhenTheRunFailedIsCancelled() throws Exception {
        for (int batch : BATCHES) {
            try (Run run = with(
                            batch,
                            Pipeline.from("numbers", numbers(10))
                                    .serial("fail", i -> 1 / (6 - i))
                                    .batch("four", 4)
                                    .to("drop", i -> {}))
                    .start()) {
                assertThatThrownBy(run::await).isInstanceOf(StageException.class);
                assertThat(run.report().isBalanced())
                        .as(run.report().toString())
                        .isTrue();
            }
        }
    }

    @Test
    void blockingRunsAsManyAtOnceAsAskedOnVirtualThreads() throws Exception {
        CountDownLatch all = new CountDownLatch(100);
        List<Integer> results = Pipeline.from("numbers", numbers(1000))
                .blocking("meet", 100, i -> {
                    all.countDown();
                    all.await();
                    assertThat(Thread.currentThread().isVirtual()).isTrue();
                    return i;
                })
                .collect(Collectors.toList());

        assertThat(results).isEqualTo(numbers(1000));
    }

    @Test
    void aBlockingStageIsOvertakenWhileOneItemIsSlow() throws Exception {
        CountDownLatch others = new CountDownLatch(150);
        List<Integer> results = Pipeline.from("numbers", numbers(500))
                .blocking("slow head", 10, i -> {
                    if (i == 0) {
                        others.await(); // far more items than may run at once go past
                    }
                    others.countDown();
                    return i;
                })
                .collect(Collectors.toList());

        assertThat(results).isEqualTo(numbers(500));
    }

    @Test
    void skipsAndReportsFailures() throws Exception {
        for (int batch : BATCHES) {
            ConcurrentLinkedQueue<Failure> dead = new ConcurrentLinkedQueue<>();
            List<Integer> results = new ArrayList<>();
            Report report = with(
                            batch,
                            Pipeline.from("numbers", numbers(100))
                                    .parallel("divide", 2, i -> 100 / (i % 10))
                                    .skipFailures(dead::add)
                                    .to("gather", results::add))
                    .run();

            assertThat(results).hasSize(90);
            assertThat(report.skipped()).isEqualTo(10);
            assertThat(report.isBalanced()).isTrue();
            assertThat(dead).hasSize(10).allSatisfy(failure -> {
                assertThat(failure.stage()).isEqualTo("divide");
                assertThat(failure.item()).isEqualTo((int) failure.number());
                assertThat(failure.cause()).isInstanceOf(ArithmeticException.class);
            });
        }
    }

    @Test
    void replacesFailures() throws Exception {
        for (int batch : BATCHES) {
            List<Integer> results = new ArrayList<>();
            with(
                            batch,
                            Pipeline.from("numbers", numbers(5))
                                    .parallel("divide", 2, i -> 12 / i)
                                    .replaceFailures(failure -> -1)
                                    .to("gather", results::add))
                    .run();

            assertThat(results).containsExactly(-1, 12, 6, 4, 3);
        }
    }

    @Test
    void triesAgainAndHandsOnOnce() throws Exception {
        for (int batch : BATCHES) {
            ConcurrentHashMap<Integer, AtomicInteger> calls = new ConcurrentHashMap<>();
            List<Integer> results = new ArrayList<>();
            Report report = with(
                            batch,
                            Pipeline.from("numbers", numbers(50))
                                    .parallel("third time", 2, i -> {
                                        if (calls.computeIfAbsent(i, key -> new AtomicInteger())
                                                        .incrementAndGet()
                                                < 3) {
                                            throw new IllegalStateException("not yet");
                                        }
                                        return i;
                                    })
                                    .retryFailures(2, Duration.ofNanos(1000))
                                    .to("gather", results::add))
                    .run();

            assertThat(results).isEqualTo(numbers(50));
            assertThat(report.skipped()).isZero();
            assertThat(calls.values()).allSatisfy(count -> assertThat(count).hasValue(3));
        }
    }

    @Test
    void skipsWhatFailsEveryTime() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Report report = Pipeline.from("numbers", numbers(1))
                .<Integer>serial("never", i -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("never");
                })
                .retryFailures(3, Duration.ZERO)
                .skipFailures()
                .to("drop", i -> {})
                .run();

        assertThat(calls).hasValue(4);
        assertThat(report.skipped()).isEqualTo(1);
    }

    @Test
    void cancelEndsThePauseBetweenTwoTries() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        try (Run run = Pipeline.from("numbers", numbers(1))
                .<Integer>serial("never", i -> {
                    tried.countDown();
                    throw new IllegalStateException("never");
                })
                .retryFailures(3, Duration.ofDays(1))
                .to("drop", i -> {})
                .start()) {
            tried.await();
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
            assertThat(run.report().isBalanced()).isTrue();
        }
    }

    @Test
    void anErrorIsNeverSkipped() {
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(1))
                        .<Integer>serial("error", i -> {
                            throw new AssertionError("mine");
                        })
                        .skipFailures()
                        .to("drop", i -> {})
                        .run())
                .isInstanceOf(AssertionError.class)
                .hasMessage("mine");
    }

    @Test
    void aHandlerThatThrowsEndsTheRun() {
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(1))
                        .serial("divide", i -> 1 / i)
                        .replaceFailures(failure -> {
                            throw new IllegalStateException("of the handler");
                        })
                        .to("drop", i -> {})
                        .run())
                .isInstanceOf(StageException.class)
                .cause()
                .hasMessage("of the handler")
                .hasSuppressedException(new ArithmeticException("/ by zero"));
    }

    @Test
    void refusesAPolicyWithoutAStage() {
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(1)).skipFailures())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'numbers'");
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(1))
                        .serial("same", i -> i)
                        .retryFailures(0, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("retries: 0 (expected: at least 1)");
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(1))
                        .serial("same", i -> i)
                        .retryFailures(1, Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(1)).batch("none", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Pipeline with(int batch, Pipeline pipeline) {
        return batch == 0 ? pipeline : pipeline.batches(batch);
    }

    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }
}
