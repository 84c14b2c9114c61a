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
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tees, merges and keys: where the items go different ways. */
class BranchesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void aTeeHasEachItemToo() throws Exception {
        for (int batch : new int[] {0, 1, 7}) {
            List<Integer> results = new ArrayList<>();
            List<Integer> branch = new ArrayList<>();
            Pipeline pipeline = Pipeline.from("numbers", numbers(2000))
                    .tee("audit", in -> in.parallel("same", 2, i -> i).to("gather", branch::add))
                    .to("gather", results::add);
            Report report = (batch == 0 ? pipeline : pipeline.batches(batch)).run();

            assertThat(results).isEqualTo(numbers(2000));
            assertThat(branch).isEqualTo(numbers(2000));
            assertThat(report.branches())
                    .singleElement()
                    .satisfies(of -> assertThat(of.out()).isEqualTo(2000));
        }
    }

    @Test
    void aFailureBehindATeeEndsTheRun() {
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(100_000))
                        .tee(
                                "audit",
                                in -> in.serial("divide", i -> 1 / (500 - i)).to("drop", i -> {}))
                        .to("drop", i -> {})
                        .run())
                .isInstanceOfSatisfying(StageException.class, e -> {
                    assertThat(e.stage()).isEqualTo("divide");
                    assertThat(e.item()).isEqualTo(500);
                    assertThat(e).hasCauseInstanceOf(ArithmeticException.class);
                });
    }

    @Test
    void aRunWaitsForItsTeeAndCancelsIt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        try (Run run = Pipeline.from("numbers", numbers(10))
                .tee(
                        "audit",
                        in -> in.to("stuck", i -> {
                            inside.countDown();
                            new CountDownLatch(1).await();
                        }))
                .to("drop", i -> {})
                .start()) {
            inside.await();
            assertThat(run.tryAwait(Duration.ofMillis(5))).isNull();
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
            assertThat(run.report().branches().get(0).isBalanced()).isTrue();
        }
    }

    @Test
    void aMergeHasTheItemsOfAllEachInItsOrder() throws Exception {
        List<Integer> results = Pipeline.merge(
                        "merged",
                        List.of(
                                Pipeline.from("even", numbers(1000)).serial("double", i -> 2 * i),
                                Pipeline.from("odd", numbers(1000)).parallel("double", 2, i -> 2 * i + 1)))
                .parallel("same", 2, i -> i)
                .collect(Collectors.toList());

        assertThat(results).containsExactlyInAnyOrderElementsOf(numbers(2000));
        assertThat(results.stream().filter(i -> i % 2 == 0).toList()).isSorted();
        assertThat(results.stream().filter(i -> i % 2 == 1).toList()).isSorted();
    }

    @Test
    void aFailureBeforeAMergeEndsTheRunAndNamesTheStage() {
        assertThatThrownBy(() -> Pipeline.merge(
                                "merged",
                                List.of(
                                        Pipeline.from("endless", () -> 1),
                                        Pipeline.from("numbers", numbers(10)).serial("divide", i -> 1 / (5 - i))))
                        .to("drop", i -> {})
                        .run())
                .isInstanceOfSatisfying(StageException.class, e -> {
                    assertThat(e.stage()).isEqualTo("divide");
                    assertThat(e.item()).isEqualTo(5);
                    assertThat(e).hasCauseInstanceOf(ArithmeticException.class);
                });
    }

    @Test
    void stoppingAMergeStopsItsInputsAndLosesNothing() throws Exception {
        CountDownLatch some = new CountDownLatch(1000);
        try (Run run = Pipeline.merge("merged", List.of(Pipeline.from("one", () -> 1), Pipeline.from("waits", () -> {
                    new CountDownLatch(1).await();
                    return 2;
                })))
                .to("count", i -> some.countDown())
                .start()) {
            some.await();
            Report report = run.stop(LONG);

            assertThat(report.in()).isEqualTo(report.out());
            assertThat(report.branches()).hasSize(2);
            assertThat(report.branches().stream().mapToLong(Report::out).sum()).isEqualTo(report.in());
        }
    }

    @Test
    void cancellingAMergeCountsWhatWasOnItsWay() throws Exception {
        CountDownLatch some = new CountDownLatch(1000);
        try (Run run = Pipeline.merge("merged", List.of(Pipeline.from("one", () -> 1), Pipeline.from("two", () -> 2)))
                .to("count", i -> some.countDown())
                .start()) {
            some.await();
            run.cancel();
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
            Report report = run.report();

            assertThat(report.isBalanced()).as(report.toString()).isTrue();
            assertThat(report.branches().stream().mapToLong(Report::out).sum()).isEqualTo(report.in());
        }
        assertThatThrownBy(() -> Pipeline.merge("none", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inputs: none (expected: at least 1)");
    }

    @Test
    void twoKeysRunAtOnceAndOneDoesNot() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        int[] perKey = new int[16];
        Report report = Pipeline.from("numbers", numbers(1600))
                .parallelByKey("by key", 8, i -> i % 16, i -> {
                    if (i < 16) {
                        both.countDown();
                        both.await(); // ends only when another key is in as well
                    }
                    if (perKey[i % 16] != i / 16) {
                        throw new IllegalStateException("out of order");
                    }
                    perKey[i % 16]++;
                    return i;
                })
                .to("drop", i -> {})
                .batches(1)
                .run();

        assertThat(report.out()).isEqualTo(1600);
        assertThat(perKey).containsOnly(100);
    }

    @Test
    void aKeyThatCannotBeFoundIsAFailureOfItsItem() throws Exception {
        for (int batch : new int[] {0, 1, 7}) {
            List<Integer> results = new ArrayList<>();
            Pipeline pipeline = Pipeline.from("numbers", numbers(100))
                    .parallelByKey("by key", 4, i -> i == 50 ? null : i % 3, i -> i)
                    .replaceFailures(failure -> -1)
                    .to("gather", results::add);
            (batch == 0 ? pipeline : pipeline.batches(batch)).run();

            assertThat(results).hasSize(100);
            assertThat(results.get(50)).isEqualTo(-1);
        }
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(10))
                        .<Integer>parallelByKey("by key", 4, i -> null, i -> i)
                        .to("drop", i -> {})
                        .run())
                .isInstanceOf(StageException.class)
                .hasMessageContaining("stage 'by key' found no key of an item");
        assertThatThrownBy(() -> Pipeline.from("numbers", numbers(1))
                        .parallelByKey("by key", 4, i -> i, i -> i)
                        .unordered())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keeps the order of each key");
    }

    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }
}
