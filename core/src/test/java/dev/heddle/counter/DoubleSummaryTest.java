/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DoubleSummaryTest {
    /** Kinds of values that break one way of summing or another. */
    enum Values {
        UNIFORM {
            @Override
            double next(Random random) {
                return random.nextDouble();
            }
        },
        GAUSSIAN {
            @Override
            double next(Random random) {
                return random.nextGaussian() * 1e6;
            }
        },
        CANCELLING {
            @Override
            double next(Random random) {
                return Math.scalb(random.nextDouble() - 0.5, random.nextInt(200) - 100);
            }
        },
        OF_ALL_EXPONENTS {
            @Override
            double next(Random random) {
                double value;
                do {
                    value = Double.longBitsToDouble(random.nextLong());
                } while (!Double.isFinite(value) || Math.abs(value) > 1e300);
                return value;
            }
        },
        TINY {
            @Override
            double next(Random random) {
                return Double.longBitsToDouble(random.nextLong() >> 12 & 0x800F_FFFF_FFFF_FFFFL);
            }
        };

        abstract double next(Random random);
    }

    private static BigDecimal exactSum(List<Double> values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double value : values) {
            sum = sum.add(new BigDecimal(value));
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void sumsToTheDoubleNearestToTheExactSumInAnyOrderAndPartition(Values kind) {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            List<Double> values = new ArrayList<>();
            for (int i = 1 + random.nextInt(700); i > 0; i--) {
                values.add(kind.next(random));
                if (random.nextInt(10) == 0) {
                    values.add(-values.getLast());
                }
            }
            BigDecimal sum = exactSum(values);
            double mean = sum.divide(BigDecimal.valueOf(values.size()), new MathContext(1500))
                    .doubleValue();
            for (int round = 0; round < 3; round++) {
                Collections.shuffle(values, random);
                DoubleSummary whole = new DoubleSummary();
                DoubleSummary[] parts = {new DoubleSummary(), new DoubleSummary(), new DoubleSummary()};
                for (double value : values) {
                    parts[random.nextInt(parts.length)].record(value);
                    whole.record(value);
                }
                DoubleSummary merged = new DoubleSummary();
                for (DoubleSummary part : parts) {
                    merged.merge(part);
                }
                for (DoubleSummary summary : List.of(whole, merged)) {
                    DoubleSummaryStats stats = summary.stats();
                    String where = kind + ", seed " + seed;
                    assertThat(stats.count()).as(where).isEqualTo(values.size());
                    assertThat(stats.sum()).as(where).isEqualTo(sum.doubleValue());
                    assertThat(stats.mean()).as(where).isEqualTo(mean).isBetween(stats.min(), stats.max());
                    assertThat(stats.min()).as(where).isEqualTo(Collections.min(values));
                    assertThat(stats.max()).as(where).isEqualTo(Collections.max(values));
                }
            }
        }
    }

    @Test
    void treatsNanAndInfinitiesAsTheJdkDoes() {
        double[] some = {
            0.0,
            -0.0,
            1.5,
            -2.5,
            Double.MIN_VALUE,
            1e200,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            DoubleSummary summary = new DoubleSummary();
            DoubleSummaryStatistics expected = new DoubleSummaryStatistics();
            for (int i = random.nextInt(6) * random.nextInt(30); i > 0; i--) {
                double value = some[random.nextInt(random.nextBoolean() ? 6 : some.length)];
                summary.record(value);
                expected.accept(value);
            }
            DoubleSummaryStats stats = summary.stats();
            assertThat(stats.count()).as("seed %d", seed).isEqualTo(expected.getCount());
            assertThat(stats.min()).as("seed %d", seed).isEqualTo(Double.valueOf(expected.getMin()));
            assertThat(stats.max()).as("seed %d", seed).isEqualTo(Double.valueOf(expected.getMax()));
            if (!Double.isFinite(expected.getSum()) || expected.getSum() == 0) {
                assertThat(stats.sum()).as("seed %d", seed).isEqualTo(Double.valueOf(expected.getSum()));
                assertThat(stats.mean()).as("seed %d", seed).isEqualTo(Double.valueOf(expected.getAverage()));
            } else {
                assertThat(stats.sum()).as("seed %d", seed).isCloseTo(expected.getSum(), within(expected.getSum()));
            }
        }
    }

    private static Offset<Double> within(double sum) {
        return Offset.offset(4 * Math.ulp(sum));
    }

    @Test
    void isLikeTheJdkWhenEmpty() {
        assertThat(new DoubleSummary().stats())
                .isEqualTo(new DoubleSummaryStats(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0));
    }

    @Test
    void comesBackFromBeyondTheGreatestDouble() {
        DoubleSummary summary = new DoubleSummary();
        summary.record(Double.MAX_VALUE);
        summary.record(Double.MAX_VALUE);
        assertThat(summary.stats().sum()).isInfinite();
        assertThat(summary.stats().mean()).isEqualTo(Double.MAX_VALUE);
        summary.record(-Double.MAX_VALUE);
        assertThat(summary.stats().sum()).isEqualTo(Double.MAX_VALUE);
        assertThat(summary.stats().variance()).isInfinite();
    }

    @Test
    void roundsHalvesToEvenAndTheLeastValuesRight() {
        DoubleSummary summary = new DoubleSummary();
        summary.record(1);
        summary.record(0x1p-53);
        assertThat(summary.stats().sum()).isEqualTo(1);
        summary.record(Double.MIN_VALUE);
        assertThat(summary.stats().sum()).isEqualTo(Math.nextUp(1.0));
        DoubleSummary tiny = new DoubleSummary();
        tiny.record(Double.MIN_VALUE);
        tiny.record(0);
        assertThat(tiny.stats().mean()).isZero();
        tiny.record(Double.MIN_VALUE);
        assertThat(tiny.stats().mean()).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void roundsTheExactVarianceOfValuesNearZeroAndFarFromIt() {
        for (double offset : new double[] {0, 1, -1e3, 1e6, 1e9, -1e12, 1e15}) {
            Random random = new Random(11);
            DoubleSummary summary = new DoubleSummary();
            List<BigDecimal> values = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                double value = offset + offset * 0x1p-45 * random.nextInt(100) + random.nextGaussian();
                values.add(new BigDecimal(value));
                summary.record(value);
            }
            BigDecimal n = BigDecimal.valueOf(values.size());
            BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal squares =
                    values.stream().map(value -> value.multiply(value)).reduce(BigDecimal.ZERO, BigDecimal::add);
            double variance = n.multiply(squares)
                    .subtract(sum.multiply(sum))
                    .divide(n.multiply(n), new MathContext(200))
                    .doubleValue();
            assertThat(summary.stats().variance()).as("offset %s", offset).isEqualTo(variance);
            assertThat(summary.stats().standardDeviation())
                    .isEqualTo(Math.sqrt(summary.stats().variance()));
        }
    }

    @Test
    void losesNoRecordAndNoBitOnManyThreads() throws Exception {
        double[] values = {1e100, 1, -1e100, 1e-20, 3e17, -1, 7, -3e17};
        int rounds = 20_000;
        DoubleSummary summary = new DoubleSummary();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            Thread.Builder kind = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            threads.add(kind.start(() -> {
                for (int round = 0; round < rounds; round++) {
                    summary.record(value);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        BigDecimal expected = BigDecimal.ZERO;
        for (double value : values) {
            expected = expected.add(new BigDecimal(value).multiply(BigDecimal.valueOf(rounds)));
        }
        assertThat(summary.stats().count()).isEqualTo((long) rounds * values.length);
        assertThat(summary.stats().sum()).isEqualTo(expected.doubleValue());
    }

    @Test
    void neverShowsFiguresOfDifferentValues() throws Exception {
        DoubleSummary summary = new DoubleSummary();
        AtomicBoolean done = new AtomicBoolean();
        try (var executor =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < 2; i++) {
                executor.submit(() -> {
                    while (!done.get()) {
                        summary.record(0.1);
                    }
                });
            }
            try {
                for (int i = 0; i < 2_000; i++) {
                    DoubleSummaryStats stats = summary.stats();
                    if (stats.count() > 0) {
                        assertThat(stats.sum())
                                .isEqualTo(new BigDecimal(0.1)
                                        .multiply(BigDecimal.valueOf(stats.count()))
                                        .doubleValue());
                        assertThat(stats.mean()).isEqualTo(0.1);
                        assertThat(stats.variance()).isZero();
                    }
                }
            } finally {
                done.set(true);
            }
        }
    }
}
