/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast do virtual threads count, a thousand at a time, ten thousand times each? */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class VirtualThreadsBenchmark {
    private static final int THREADS = 1_000;
    private static final int ADDITIONS = 10_000;
    private static final Subject HEDDLE = Subject.of("StripedCounter", "stripedCounter");
    private static final Subject LONG_ADDER = Subject.of("LongAdder", "longAdder");
    private static final Subject ATOMIC_LONG = Subject.of("AtomicLong", "atomicLong");
    private static final Subject JCTOOLS = Subject.of("JCTools fixed striped (8)", "jctoolsFixedStriped");

    private final StripedCounter stripedCounter = new StripedCounter();
    private final LongAdder longAdder = new LongAdder();
    private final AtomicLong atomicLong = new AtomicLong();
    private final Counter jctoolsFixedStriped = CountersFactory.createFixedSizeStripedCounter(8);

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        return List.of(
                Goal.speed("add on virtual threads", 1, 0.95, HEDDLE, LONG_ADDER),
                Goal.speed("add on virtual threads", 1, 0.95, HEDDLE, ATOMIC_LONG, JCTOOLS));
    }

    private static void onVirtualThreads(Runnable body) throws InterruptedException {
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = Thread.ofVirtual().start(body);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Benchmark
    @OperationsPerInvocation(THREADS * ADDITIONS)
    public void stripedCounter() throws InterruptedException {
        onVirtualThreads(() -> {
            for (int i = 0; i < ADDITIONS; i++) {
                stripedCounter.increment();
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(THREADS * ADDITIONS)
    public void longAdder() throws InterruptedException {
        onVirtualThreads(() -> {
            for (int i = 0; i < ADDITIONS; i++) {
                longAdder.increment();
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(THREADS * ADDITIONS)
    public void atomicLong() throws InterruptedException {
        onVirtualThreads(() -> {
            for (int i = 0; i < ADDITIONS; i++) {
                atomicLong.getAndIncrement();
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(THREADS * ADDITIONS)
    public void jctoolsFixedStriped() throws InterruptedException {
        onVirtualThreads(() -> {
            for (int i = 0; i < ADDITIONS; i++) {
                jctoolsFixedStriped.inc();
            }
        });
    }
}
