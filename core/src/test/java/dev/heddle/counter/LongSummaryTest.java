/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LongSummaryTest {
    @Test
    void agreesWithTheJdkOnValuesThatFit() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            LongSummary summary = new LongSummary();
            LongSummaryStatistics expected = new LongSummaryStatistics();
            for (int i = random.nextInt(300); i > 0; i--) {
                long value = random.nextInt() >> random.nextInt(32);
                summary.record(value);
                expected.accept(value);
            }
            LongSummaryStats stats = summary.stats();
            assertThat(stats.count()).as("seed %d", seed).isEqualTo(expected.getCount());
            assertThat(stats.sum()).as("seed %d", seed).isEqualTo(expected.getSum());
            assertThat(stats.min()).as("seed %d", seed).isEqualTo(expected.getMin());
            assertThat(stats.max()).as("seed %d", seed).isEqualTo(expected.getMax());
            assertThat(stats.mean()).as("seed %d", seed).isEqualTo(expected.getAverage());
        }
    }

    @Test
    void isExactForValuesOfAnySize() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            LongSummary summary = new LongSummary();
            List<Long> values = new ArrayList<>();
            int count = 1 + random.nextInt(400);
            for (int i = 0; i < count; i++) {
                long value = switch (random.nextInt(8)) {
                    case 0 -> Long.MIN_VALUE;
                    case 1 -> Long.MAX_VALUE;
                    default -> random.nextLong() >> random.nextInt(64);
                };
                values.add(value);
                summary.record(value);
            }
            assertExact(summary.stats(), values, "seed " + seed);
        }
    }

    private static void assertExact(LongSummaryStats stats, List<Long> values, String where) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger squares = BigInteger.ZERO;
        for (long value : values) {
            BigInteger exact = BigInteger.valueOf(value);
            sum = sum.add(exact);
            squares = squares.add(exact.multiply(exact));
        }
        BigInteger n = BigInteger.valueOf(values.size());
        BigDecimal mean = new BigDecimal(sum).divide(new BigDecimal(n), new MathContext(200));
        BigDecimal variance = new BigDecimal(n.multiply(squares).subtract(sum.multiply(sum)))
                .divide(new BigDecimal(n.multiply(n)), new MathContext(200));
        assertThat(stats.count()).as(where).isEqualTo(values.size());
        assertThat(stats.exactSum()).as(where).isEqualTo(sum);
        assertThat(stats.min()).as(where).isEqualTo(Collections.min(values));
        assertThat(stats.max()).as(where).isEqualTo(Collections.max(values));
        assertThat(stats.mean()).as(where).isEqualTo(mean.doubleValue()).isBetween((double) stats.min(), (double)
                stats.max());
        assertThat(stats.variance()).as(where).isEqualTo(variance.doubleValue());
        assertThat(stats.standardDeviation()).as(where).isEqualTo(Math.sqrt(variance.doubleValue()));
    }

    @Test
    void sumsWhatDoesNotFitAndRefusesToWrapIt() {
        LongSummary summary = new LongSummary();
        for (int i = 0; i < 100; i++) {
            summary.record(Long.MAX_VALUE);
        }
        LongSummaryStats stats = summary.stats();
        assertThat(stats.exactSum())
                .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).multiply(BigInteger.valueOf(100)));
        assertThat(stats.mean()).isEqualTo(0x1p63);
        assertThat(stats.variance()).isZero();
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(stats::sum);
    }

    @Test
    void isLikeTheJdkWhenEmpty() {
        assertThat(new LongSummary().stats())
                .isEqualTo(new LongSummaryStats(0, BigInteger.ZERO, Long.MAX_VALUE, Long.MIN_VALUE, 0, 0));
        assertThat(new LongSummary().stats().standardDeviation()).isZero();
    }

    @Test
    void mergesInAnyOrderToTheSameResult() {
        Random random = new Random(7);
        List<LongSummary> parts = new ArrayList<>();
        List<Long> values = new ArrayList<>();
        for (int part = 0; part < 20; part++) {
            LongSummary summary = new LongSummary();
            for (int i = random.nextInt(200); i > 0; i--) {
                long value = random.nextLong() >> random.nextInt(64);
                values.add(value);
                summary.record(value);
            }
            parts.add(summary);
        }
        LongSummaryStats first = null;
        for (int round = 0; round < 10; round++) {
            Collections.shuffle(parts, random);
            LongSummary merged = new LongSummary();
            parts.forEach(merged::merge);
            LongSummaryStats stats = merged.stats();
            assertExact(stats, values, "round " + round);
            first = first == null ? stats : first;
            assertThat(stats).isEqualTo(first);
        }
    }

    @Test
    void doublesWhenMergedWithItself() {
        LongSummary summary = new LongSummary();
        summary.record(3);
        summary.record(5);
        summary.merge(summary);
        LongSummaryStats stats = summary.stats();
        assertThat(stats.count()).isEqualTo(4);
        assertThat(stats.sum()).isEqualTo(16);
        assertThat(stats.variance()).isEqualTo(1);
    }

    @Test
    void losesNoRecordOfThreadsThatComeAndGo() throws Exception {
        LongSummary summary = new LongSummary();
        long expected = 0;
        for (int round = 0; round < 100; round++) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int records = 100 + 31 * i;
                expected += records;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int j = 0; j < records; j++) {
                        summary.record(1);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(summary.stats().count()).isEqualTo(expected);
        assertThat(summary.stats().sum()).isEqualTo(expected);
        assertThat(summary.ownedRows()).as("dead threads' rows are taken over").isLessThanOrEqualTo(4);
    }

    @Test
    void losesNoRecordOfVirtualThreads() throws Exception {
        LongSummary summary = new LongSummary();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5_000; i++) {
                executor.submit(() -> {
                    for (int j = 1; j <= 100; j++) {
                        summary.record(j);
                        if (j == 50) {
                            Thread.yield();
                        }
                    }
                });
            }
        }
        assertThat(summary.stats().count()).isEqualTo(500_000);
        assertThat(summary.stats().sum()).isEqualTo(5_000 * 5_050L);
        assertThat(summary.ownedRows()).as("virtual threads own none").isZero();
    }

    @Test
    void losesNoneOfTheFirstRecordsOfVirtualThreads() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 1_000; round++) {
                LongSummary summary = new LongSummary();
                var together = new CyclicBarrier(2);
                var first = executor.submit(() -> {
                    together.await();
                    summary.record(1);
                    return null;
                });
                var second = executor.submit(() -> {
                    together.await();
                    summary.record(1);
                    return null;
                });
                first.get();
                second.get();
                assertThat(summary.stats().count()).as("round " + round).isEqualTo(2);
            }
        }
    }

    @Test
    void losesNoRecordOfMoreThreadsThanMayOwnARow() throws Exception {
        LongSummary summary = new LongSummary();
        int threads = RowTable.MOST_OWNED + 100;
        CountDownLatch allRecorded = new CountDownLatch(threads);
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            started.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < 10; j++) {
                    summary.record(j);
                }
                allRecorded.countDown();
                try {
                    allRecorded.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                summary.record(10);
            }));
        }
        for (Thread thread : started) {
            thread.join();
        }
        assertThat(summary.ownedRows()).isLessThanOrEqualTo(RowTable.MOST_OWNED);
        assertThat(summary.stats().count()).isEqualTo(11L * threads);
        assertThat(summary.stats().sum()).isEqualTo(55L * threads);
    }

    @Test
    void neverShowsFiguresOfDifferentValues() throws Exception {
        LongSummary summary = new LongSummary();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread.Builder kind = i == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            writers.add(kind.start(() -> {
                while (!done.get()) {
                    summary.record(3_000_000_000L);
                }
            }));
        }
        long last = 0;
        try {
            for (int i = 0; i < 2_000; i++) {
                LongSummaryStats stats = summary.stats();
                assertThat(stats.count()).isGreaterThanOrEqualTo(last);
                last = stats.count();
                if (last > 0) {
                    assertThat(stats.exactSum())
                            .isEqualTo(BigInteger.valueOf(last).multiply(BigInteger.valueOf(3_000_000_000L)));
                    assertThat(stats.min()).isEqualTo(3_000_000_000L);
                    assertThat(stats.max()).isEqualTo(3_000_000_000L);
                    assertThat(stats.mean()).isEqualTo(3_000_000_000.0);
                    assertThat(stats.variance()).isZero();
                }
            }
        } finally {
            done.set(true);
        }
        for (Thread writer : writers) {
            writer.join();
        }
    }

    @Test
    void countsInEveryReadingWhatWasRecordedBeforeIt() throws Exception {
        LongSummary summary = new LongSummary();
        AtomicLong recorded = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (long count = 1; !done.get(); count++) {
                summary.record(1);
                recorded.setRelease(count);
            }
        });
        try {
            for (int i = 0; i < 300_000; i++) {
                long before = recorded.getAcquire();
                assertThat(summary.stats().count()).isGreaterThanOrEqualTo(before);
            }
        } finally {
            done.set(true);
        }
        writer.join();
    }

    @Test
    void mergesASummaryThatIsInUse() throws Exception {
        LongSummary busy = new LongSummary();
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                busy.record(2);
            }
        });
        try {
            for (int i = 0; i < 500; i++) {
                LongSummary merged = new LongSummary();
                merged.record(2);
                merged.merge(busy);
                LongSummaryStats stats = merged.stats();
                assertThat(stats.sum()).isEqualTo(2 * stats.count());
            }
        } finally {
            done.set(true);
        }
        writer.join();
    }
}
