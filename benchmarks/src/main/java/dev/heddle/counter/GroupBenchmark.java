/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.counters.Counter;
import org.jctools.counters.CountersFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast does a request count itself in eight counters? */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class GroupBenchmark {
    private static final Subject HEDDLE = Subject.of("CounterGroup of 8", "group");
    private static final Subject COUNTERS = Subject.of("8 StripedCounters", "stripedCounters");
    private static final Subject LONG_ADDERS = Subject.of("8 LongAdders", "longAdders");
    private static final Subject ATOMIC_LONGS = Subject.of("8 AtomicLongs", "atomicLongs");
    private static final Subject JCTOOLS = Subject.of("8 JCTools fixed striped (8)", "jctoolsFixedStriped");

    /** What a request counts. */
    public enum Request {
        ACCEPTED,
        READ,
        PARSED,
        CHECKED,
        FOUND,
        BYTES_IN,
        BYTES_OUT,
        ANSWERED
    }

    private final CounterGroup<Request> group = CounterGroup.of(Request.class);
    private final StripedCounter[] stripedCounters = new StripedCounter[8];
    private final LongAdder[] longAdders = new LongAdder[8];
    private final AtomicLong[] atomicLongs = new AtomicLong[8];
    private final Counter[] jctoolsFixedStriped = new Counter[8];

    /** Makes the counters. */
    @Setup
    public void create() {
        Arrays.setAll(stripedCounters, i -> new StripedCounter());
        Arrays.setAll(longAdders, i -> new LongAdder());
        Arrays.setAll(atomicLongs, i -> new AtomicLong());
        Arrays.setAll(jctoolsFixedStriped, i -> CountersFactory.createFixedSizeStripedCounter(8));
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (int threads : new int[] {1, 2, 8}) {
            goals.add(Goal.speed("8 counters of one request", threads, 4.0, HEDDLE, LONG_ADDERS));
            goals.add(Goal.speed("8 counters of one request", threads, 1.0, HEDDLE, ATOMIC_LONGS, JCTOOLS));
            goals.add(Goal.speed("8 counters of one request", threads, 1.0, HEDDLE, COUNTERS));
        }
        return goals;
    }

    @Benchmark
    public void group() {
        group.row()
                .increment(Request.ACCEPTED)
                .increment(Request.READ)
                .increment(Request.PARSED)
                .increment(Request.CHECKED)
                .increment(Request.FOUND)
                .add(Request.BYTES_IN, 100)
                .add(Request.BYTES_OUT, 200)
                .increment(Request.ANSWERED);
    }

    @Benchmark
    public void stripedCounters() {
        stripedCounters[0].add(1);
        stripedCounters[1].add(1);
        stripedCounters[2].add(1);
        stripedCounters[3].add(1);
        stripedCounters[4].add(1);
        stripedCounters[5].add(100);
        stripedCounters[6].add(200);
        stripedCounters[7].add(1);
    }

    @Benchmark
    public void longAdders() {
        longAdders[0].add(1);
        longAdders[1].add(1);
        longAdders[2].add(1);
        longAdders[3].add(1);
        longAdders[4].add(1);
        longAdders[5].add(100);
        longAdders[6].add(200);
        longAdders[7].add(1);
    }

    @Benchmark
    public void atomicLongs() {
        atomicLongs[0].getAndAdd(1);
        atomicLongs[1].getAndAdd(1);
        atomicLongs[2].getAndAdd(1);
        atomicLongs[3].getAndAdd(1);
        atomicLongs[4].getAndAdd(1);
        atomicLongs[5].getAndAdd(100);
        atomicLongs[6].getAndAdd(200);
        atomicLongs[7].getAndAdd(1);
    }

    @Benchmark
    public void jctoolsFixedStriped() {
        jctoolsFixedStriped[0].inc(1);
        jctoolsFixedStriped[1].inc(1);
        jctoolsFixedStriped[2].inc(1);
        jctoolsFixedStriped[3].inc(1);
        jctoolsFixedStriped[4].inc(1);
        jctoolsFixedStriped[5].inc(100);
        jctoolsFixedStriped[6].inc(200);
        jctoolsFixedStriped[7].inc(1);
    }
}
