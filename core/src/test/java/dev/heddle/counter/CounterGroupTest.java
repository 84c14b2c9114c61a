/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static dev.heddle.counter.StripedCounterTest.inParallel;
import static dev.heddle.counter.StripedCounterTest.join;
import static dev.heddle.counter.StripedCounterTest.onAnotherThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterGroupTest {
    enum Traffic {
        REQUESTS,
        ERRORS,
        BYTES
    }

    enum Nothing {}

    private final CounterGroup<Traffic> traffic = CounterGroup.of(Traffic.class);

    @Test
    void countsByEnum() {
        traffic.row().increment(Traffic.REQUESTS).add(Traffic.BYTES, 512);
        traffic.add(Traffic.BYTES, -12);

        assertThat(traffic.sum(Traffic.REQUESTS)).isEqualTo(1);
        assertThat(traffic.sum(Traffic.ERRORS)).isZero();
        assertThat(traffic.sum(Traffic.BYTES)).isEqualTo(500);
        assertThat(traffic.stats().sums())
                .containsExactly(
                        Map.entry(Traffic.REQUESTS, 1L), Map.entry(Traffic.ERRORS, 0L), Map.entry(Traffic.BYTES, 500L));
        assertThat(traffic).hasToString("CounterGroup{REQUESTS=1, ERRORS=0, BYTES=500}");
    }

    @Test
    void countsByName() {
        CounterGroup<String> group = CounterGroup.named("hits", "misses");
        int misses = group.indexOf("misses");
        group.row().increment("hits").addAt(misses, 7);

        assertThat(group.stats().sums()).containsExactly(Map.entry("hits", 1L), Map.entry("misses", 7L));
        assertThat(group.stats().sum("misses")).isEqualTo(7);
    }

    @Test
    void refusesWhatItDoesNotCount() {
        CounterGroup<String> group = CounterGroup.named("hits", "misses");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.add("late", 1))
                .withMessage("counter: late (expected: one of [hits, misses])");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.stats().sum("late"))
                .withMessage("counter: late (expected: one of [hits, misses])");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CounterGroup.named("hits", "hits"))
                .withMessage("name: hits (expected: names that differ)");
        assertThatNullPointerException().isThrownBy(() -> group.sum(null)).withMessage("counter");
        for (int index : new int[] {-1, 2, 3, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> group.row().addAt(index, 1))
                    .withMessage("index: " + index + " (expected: less than 2)");
        }
        assertThat(CounterGroup.of(Nothing.class).stats().sums()).isEmpty();
    }

    @Test
    void resetsAllCountersTogether() {
        traffic.row().increment(Traffic.REQUESTS).add(Traffic.BYTES, 10);

        assertThat(traffic.statsThenReset().sum(Traffic.BYTES)).isEqualTo(10);
        traffic.add(Traffic.BYTES, 5);
        assertThat(traffic.stats().sums().values()).containsExactly(0L, 0L, 5L);
        traffic.reset();
        assertThat(traffic.sum(Traffic.BYTES)).isZero();
    }

    @Test
    void aRowTellsItsSums() {
        traffic.row().increment(Traffic.REQUESTS);

        assertThat(traffic.row()).hasToString("Row[1, 0, 0]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void losesNoAddition(int threads) {
        inParallel(threads, Thread.ofPlatform().factory(), () -> addRows(100_000));
        inParallel(threads, Thread.ofVirtual().factory(), () -> addRows(10_000));

        assertThat(traffic.stats().sums().values())
                .containsExactly(threads * 110_000L, threads * 220_000L, threads * 330_000L);
    }

    @Test
    void losesNoAdditionOfThreadsThatComeAndGo() {
        CounterGroup<Traffic> owning = CounterGroup.of(Traffic.class, 1);
        for (int i = 0; i < 500; i++) {
            inParallel(2, Thread.ofPlatform().factory(), () -> {
                owning.row().increment(Traffic.ERRORS);
                owning.row().increment(Traffic.ERRORS);
            });
        }

        assertThat(owning.sum(Traffic.ERRORS)).isEqualTo(2_000);
    }

    @Test
    void handsEveryAdditionToOneInterval() {
        AtomicBoolean done = new AtomicBoolean();
        LongAdder drained = new LongAdder();
        Thread drainer = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                drained.add(traffic.statsThenReset().sum(Traffic.BYTES));
            }
        });
        inParallel(3, Thread.ofPlatform().factory(), () -> addRows(100_000));
        inParallel(3, Thread.ofVirtual().factory(), () -> addRows(100_000));
        done.set(true);
        join(drainer);

        assertThat(drained.sum() + traffic.sum(Traffic.BYTES)).isEqualTo(6 * 300_000L);
    }

    @Test
    void aRowKeptByAnotherThreadIsFoundWithAssertions() {
        CounterGroup<Traffic> owning = CounterGroup.of(Traffic.class, 1);
        owning.row();
        CounterGroup.Row<Traffic> mine = owning.row();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        onAnotherThread(Thread.ofPlatform().factory(), () -> {
            try {
                mine.increment(Traffic.ERRORS);
            } catch (AssertionError e) {
                thrown.set(e);
            }
        });

        assertThat(thrown.get()).hasMessage("a row is for the thread that took it");
    }

    private void addRows(int times) {
        for (int i = 0; i < times; i++) {
            traffic.row().increment(Traffic.REQUESTS).add(Traffic.ERRORS, 2).add(Traffic.BYTES, 3);
        }
    }
}
