/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast are values recorded of which count, sum, least and greatest are wanted? Heddle's summaries keep the
 * variance, too, which no peer does, and the exact sum.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class SummaryBenchmark {
    private final LongSummary longSummary = new LongSummary();
    private final LongAdder count = new LongAdder();
    private final LongAdder longSum = new LongAdder();
    private final LongAccumulator longMin = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final LongAccumulator longMax = new LongAccumulator(Math::max, Long.MIN_VALUE);
    private final LongSummaryStatistics longStatistics = new LongSummaryStatistics();
    private final DoubleSummary doubleSummary = new DoubleSummary();
    private final DoubleAdder doubleSum = new DoubleAdder();
    private final DoubleAccumulator doubleMin = new DoubleAccumulator(Math::min, Double.POSITIVE_INFINITY);
    private final DoubleAccumulator doubleMax = new DoubleAccumulator(Math::max, Double.NEGATIVE_INFINITY);
    private final DoubleSummaryStatistics doubleStatistics = new DoubleSummaryStatistics();

    /** The next value of one thread: a Weyl sequence, since a multiplication would hide what a record costs. */
    @State(Scope.Thread)
    public static class Values {
        private int seed = ThreadLocalRandom.current().nextInt();

        int next() {
            seed += 0x9E37_79B9;
            return seed >>> 8;
        }
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        Subject longSummary = Subject.of("LongSummary", "longSummary");
        Subject longJdk = Subject.of("2 LongAdder + 2 LongAccumulator", "longAddersAndAccumulators");
        Subject longLocked = Subject.of("synchronized LongSummaryStatistics", "longLocked");
        Subject doubleSummary = Subject.of("DoubleSummary", "doubleSummary");
        Subject doubleJdk = Subject.of("2 adders + 2 DoubleAccumulator", "doubleAddersAndAccumulators");
        Subject doubleLocked = Subject.of("synchronized DoubleSummaryStatistics", "doubleLocked");
        List<Goal> goals = new ArrayList<>();
        for (int threads : new int[] {1, 2, 8}) {
            double overLock = threads == 2 ? 8.0 : 1.5;
            goals.add(Goal.speed("record a long", threads, 1.5, longSummary, longJdk));
            goals.add(Goal.speed("record a long", threads, overLock, longSummary, longLocked));
            goals.add(Goal.speed("record a double", threads, 1.5, doubleSummary, doubleJdk));
            goals.add(Goal.speed("record a double", threads, overLock, doubleSummary, doubleLocked));
        }
        return goals;
    }

    @Benchmark
    public void longSummary(Values values) {
        longSummary.record(values.next());
    }

    @Benchmark
    public void longAddersAndAccumulators(Values values) {
        long value = values.next();
        count.increment();
        longSum.add(value);
        longMin.accumulate(value);
        longMax.accumulate(value);
    }

    @Benchmark
    public void longLocked(Values values) {
        long value = values.next();
        synchronized (longStatistics) {
            longStatistics.accept(value);
        }
    }

    @Benchmark
    public void doubleSummary(Values values) {
        doubleSummary.record(values.next() * 0.1);
    }

    @Benchmark
    public void doubleAddersAndAccumulators(Values values) {
        double value = values.next() * 0.1;
        count.increment();
        doubleSum.add(value);
        doubleMin.accumulate(value);
        doubleMax.accumulate(value);
    }

    @Benchmark
    public void doubleLocked(Values values) {
        double value = values.next() * 0.1;
        synchronized (doubleStatistics) {
            doubleStatistics.accept(value);
        }
    }
}
