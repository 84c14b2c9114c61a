/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.jctools.counters.Counter;
import org.jctools.counters.CountersFactory;
import org.jctools.maps.ConcurrentAutoTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast does a loop count that does nothing else? */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class AddBenchmark {
    private static final Subject HEDDLE = Subject.of("StripedCounter", "stripedCounter");
    private static final Subject LONG_ADDER = Subject.of("LongAdder", "longAdder");
    private static final Subject ATOMIC_LONG = Subject.of("AtomicLong", "atomicLong");
    private static final Subject JCTOOLS = Subject.of("JCTools fixed striped (8)", "jctoolsFixedStriped");
    private static final Subject AUTO_TABLE = Subject.of("JCTools ConcurrentAutoTable", "jctoolsAutoTable");
    private static final Subject AGRONA = Subject.of("Agrona AtomicCounter", "agrona");

    private final StripedCounter stripedCounter = new StripedCounter();
    private final LongAdder longAdder = new LongAdder();
    private final AtomicLong atomicLong = new AtomicLong();
    private final Counter jctoolsFixedStriped = CountersFactory.createFixedSizeStripedCounter(8);
    private final ConcurrentAutoTable jctoolsAutoTable = new ConcurrentAutoTable();
    private final AtomicCounter agrona = agronaCounter();

    static AtomicCounter agronaCounter() {
        CountersManager manager = new CountersManager(
                new UnsafeBuffer(ByteBuffer.allocateDirect(4 * CountersManager.METADATA_LENGTH)),
                new UnsafeBuffer(ByteBuffer.allocateDirect(4 * CountersManager.COUNTER_LENGTH)));
        return manager.newCounter("benchmark");
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        goals.add(Goal.speed("add", 1, 2.0, HEDDLE, LONG_ADDER));
        goals.add(Goal.speed("add", 1, 1.3, HEDDLE, ATOMIC_LONG));
        goals.add(Goal.speed("add", 1, 1.05, HEDDLE, JCTOOLS, AUTO_TABLE));
        goals.add(Goal.speed("add", 1, 1.0, HEDDLE, AGRONA));
        for (int threads : new int[] {2, 8}) {
            goals.add(Goal.speed("add", threads, 1.6, HEDDLE, LONG_ADDER));
            goals.add(Goal.speed("add", threads, 1.05, HEDDLE, JCTOOLS, AUTO_TABLE));
            goals.add(Goal.speed("add", threads, 1.0, HEDDLE, ATOMIC_LONG, AGRONA));
        }
        return goals;
    }

    @Benchmark
    public void stripedCounter() {
        stripedCounter.increment();
    }

    @Benchmark
    public void longAdder() {
        longAdder.increment();
    }

    @Benchmark
    public void atomicLong() {
        atomicLong.getAndIncrement();
    }

    @Benchmark
    public void jctoolsFixedStriped() {
        jctoolsFixedStriped.inc();
    }

    @Benchmark
    public void jctoolsAutoTable() {
        jctoolsAutoTable.increment();
    }

    @Benchmark
    public void agrona() {
        agrona.increment();
    }
}
