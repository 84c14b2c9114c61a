/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast do virtual threads count, a thousand that count a lot and a million that count a little? */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class VirtualThreadsBenchmark {
    private static final int ADDITIONS = 200_000_000;

    /** How many threads share the additions. */
    @Param({"1000", "1000000"})
    int threads;

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
        List<Goal> goals = new ArrayList<>();
        for (String threads : new String[] {"1000", "1000000"}) {
            Subject heddle = counted("StripedCounter", "stripedCounter", threads);
            Subject longAdder = counted("LongAdder", "longAdder", threads);
            Subject atomicLong = counted("AtomicLong", "atomicLong", threads);
            Subject jctools = counted("JCTools fixed striped (8)", "jctoolsFixedStriped", threads);
            String workload = "add on " + threads + " virtual threads";
            goals.add(Goal.speed(workload, 1, 0.95, heddle, longAdder));
            goals.add(Goal.speed(workload, 1, 0.95, heddle, atomicLong, jctools));
        }
        return goals;
    }

    private static Subject counted(String title, String method, String threads) {
        return new Subject(title, method, Map.of("threads", threads));
    }

    private void countOnVirtualThreads(Runnable count) throws InterruptedException {
        int each = ADDITIONS / threads;
        Thread[] counting = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            counting[i] = Thread.ofVirtual().start(() -> {
                for (int done = 0; done < each; done++) {
                    count.run();
                }
            });
        }
        for (Thread thread : counting) {
            thread.join();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ADDITIONS)
    public void stripedCounter() throws InterruptedException {
        countOnVirtualThreads(stripedCounter::increment);
    }

    @Benchmark
    @OperationsPerInvocation(ADDITIONS)
    public void longAdder() throws InterruptedException {
        countOnVirtualThreads(longAdder::increment);
    }

    @Benchmark
    @OperationsPerInvocation(ADDITIONS)
    public void atomicLong() throws InterruptedException {
        countOnVirtualThreads(atomicLong::getAndIncrement);
    }

    @Benchmark
    @OperationsPerInvocation(ADDITIONS)
    public void jctoolsFixedStriped() throws InterruptedException {
        countOnVirtualThreads(jctoolsFixedStriped::inc);
    }
}
