/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chains of trivial functions, which one worker runs as a loop: shorter and longer than what it calls by itself. Each
 * is long enough to get a loop of its own, in which the bad item comes; in {@code PipelineTest} it comes sooner.
 */
class LoopTest {
    private static final int ITEMS = Engine.LONG + 3_000;
    private static final int BAD = Engine.LONG + 1_500;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void everyItemPassesEveryFunction(int functions) throws InterruptedException {
        List<Integer> results = new ArrayList<>();

        Report report = chain(functions, -1).to("gather", results::add).run();

        assertThat(results)
                .isEqualTo(IntStream.range(0, ITEMS)
                        .map(i -> i + functions)
                        .boxed()
                        .toList());
        assertThat(report.isBalanced()).isTrue();
        assertThat(report.out()).isEqualTo(ITEMS);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 1", "3, 0", "3, 2", "4, 2", "4, 3", "5, 4"})
    void aReplacementGoesOnBehindTheFunctionThatThrew(int functions, int throwing) throws InterruptedException {
        List<Integer> results = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        Stages<Integer> stages = chain(throwing + 1, throwing).replaceFailures(failure -> {
            failures.add(failure);
            return -1_000;
        });
        for (int i = throwing + 1; i < functions; i++) {
            stages = stages.serial("step " + i, item -> item + 1);
        }

        stages.to("gather", results::add).run();

        List<Integer> expected = new ArrayList<>(
                IntStream.range(0, ITEMS).map(i -> i + functions).boxed().toList());
        expected.set(BAD, -1_000 + functions - throwing - 1);
        assertThat(results).isEqualTo(expected);
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.stage()).isEqualTo("step " + throwing);
            assertThat(failure.number()).isEqualTo(BAD);
            assertThat(failure.item()).isEqualTo(BAD + throwing);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aSinkThatThrowsIsNamedWithTheNumberOfTheItem(int functions) {
        List<Integer> results = new ArrayList<>();
        Pipeline pipeline = chain(functions, -1).to("gather", item -> {
            if (results.size() == BAD) {
                throw new IllegalArgumentException("asked to");
            }
            results.add(item);
        });

        StageException thrown = catchThrowableOfType(StageException.class, pipeline::run);

        assertThat(thrown.stage()).isEqualTo("gather");
        assertThat(thrown.item()).isEqualTo(BAD);
        assertThat(results).hasSize(BAD);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aFunctionThatMakesNullIsNamed(int nulls) {
        Pipeline pipeline = chain(nulls, -1)
                .serial("nothing", item -> item == BAD + nulls ? null : item)
                .to("gather", item -> {});

        StageException thrown = catchThrowableOfType(StageException.class, pipeline::run);

        assertThat(thrown.stage()).isEqualTo("nothing");
        assertThat(thrown.item()).isEqualTo(BAD);
        assertThat(thrown).hasMessageContaining("made null of an item");
    }

    /** Functions that add one; the one at {@code throwing} throws at one item. */
    private static Stages<Integer> chain(int functions, int throwing) {
        Stages<Integer> stages =
                Pipeline.from("numbers", IntStream.range(0, ITEMS).iterator());
        for (int i = 0; i < functions; i++) {
            int place = i;
            stages = stages.serial("step " + i, item -> {
                if (place == throwing && item == BAD + place) {
                    throw new IllegalArgumentException("asked to");
                }
                return item + 1;
            });
        }
        return stages;
    }
}
