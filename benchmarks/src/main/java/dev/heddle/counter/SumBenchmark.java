/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.counters.Counter;
import org.jctools.counters.CountersFactory;
import org.jctools.maps.ConcurrentAutoTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How fast is a counter read that eight threads have added to, who are still there? */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class SumBenchmark {
    private static final int WRITERS = 8;
    private static final Subject HEDDLE = Subject.of("StripedCounter", "stripedCounter");
    private static final Subject LONG_ADDER = Subject.of("LongAdder", "longAdder");
    private static final Subject JCTOOLS = Subject.of("JCTools fixed striped (8)", "jctoolsFixedStriped");
    private static final Subject AUTO_TABLE = Subject.of("JCTools ConcurrentAutoTable", "jctoolsAutoTable");

    private final StripedCounter stripedCounter = new StripedCounter();
    private final LongAdder longAdder = new LongAdder();
    private final Counter jctoolsFixedStriped = CountersFactory.createFixedSizeStripedCounter(WRITERS);
    private final ConcurrentAutoTable jctoolsAutoTable = new ConcurrentAutoTable();
    private final CountDownLatch end = new CountDownLatch(1);

    /** Lets eight threads add, and stay. */
    @Setup
    public void write() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            Thread.ofPlatform().daemon().start(() -> {
                for (int n = 0; n < 1_000_000; n++) {
                    stripedCounter.increment();
                    longAdder.increment();
                    jctoolsFixedStriped.inc();
                    jctoolsAutoTable.increment();
                }
                written.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        written.await();
    }

    /** Lets the writers go. */
    @TearDown
    public void release() {
        end.countDown();
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        return List.of(
                Goal.time("sum of 8 writers", 1, 2.5, HEDDLE, LONG_ADDER),
                Goal.time("sum of 8 writers", 1, 1.0, HEDDLE, JCTOOLS, AUTO_TABLE));
    }

    @Benchmark
    public long stripedCounter() {
        return stripedCounter.sum();
    }

    @Benchmark
    public long longAdder() {
        return longAdder.sum();
    }

    @Benchmark
    public long jctoolsFixedStriped() {
        return jctoolsFixedStriped.get();
    }

    @Benchmark
    public long jctoolsAutoTable() {
        return jctoolsAutoTable.get();
    }
}
