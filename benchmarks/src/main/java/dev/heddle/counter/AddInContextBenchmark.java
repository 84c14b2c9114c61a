/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.status.AtomicCounter;
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

/** How much does counting add to a write that misses the cache? */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class AddInContextBenchmark {
    private static final Subject WORK = Subject.of("the write alone", "work");
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
    private final AtomicCounter agrona = AddBenchmark.agronaCounter();

    /** A thread's own memory, far larger than its cache, and where it writes next. */
    @State(Scope.Thread)
    public static class Memory {
        private final long[] words = new long[1 << 23];
        private long at = new SplittableRandom().nextLong() | 1;

        void write() {
            at ^= at << 13;
            at ^= at >>> 7;
            at ^= at << 17;
            words[(int) at & (words.length - 1)] = at;
        }
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (int threads : new int[] {1, 2}) {
            goals.add(Goal.addedTime("add beside a write that misses", threads, 0.25, WORK, HEDDLE, LONG_ADDER));
            goals.add(Goal.addedTime(
                    "add beside a write that misses",
                    threads,
                    1.0,
                    WORK,
                    HEDDLE,
                    ATOMIC_LONG,
                    JCTOOLS,
                    AUTO_TABLE,
                    AGRONA));
        }
        return goals;
    }

    @Benchmark
    public void work(Memory memory) {
        memory.write();
    }

    @Benchmark
    public void stripedCounter(Memory memory) {
        memory.write();
        stripedCounter.increment();
    }

    @Benchmark
    public void longAdder(Memory memory) {
        memory.write();
        longAdder.increment();
    }

    @Benchmark
    public void atomicLong(Memory memory) {
        memory.write();
        atomicLong.getAndIncrement();
    }

    @Benchmark
    public void jctoolsFixedStriped(Memory memory) {
        memory.write();
        jctoolsFixedStriped.inc();
    }

    @Benchmark
    public void jctoolsAutoTable(Memory memory) {
        memory.write();
        jctoolsAutoTable.increment();
    }

    @Benchmark
    public void agrona(Memory memory) {
        memory.write();
        agrona.increment();
    }
}
