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
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to take 1 to 8 from a balance that must not go below zero, and to put it back? {@code far} from the
 * bounds nobody is ever refused; {@code near}, with 16 in all, threads fight over the last of it.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class BoundedBenchmark {
    private static final int MOST = 1_000_000_000;

    /** How far the balance is from its bounds. */
    @Param({"far", "near"})
    public String distance;

    private BoundedCounter boundedCounter;
    private AtomicLong balance;
    private Semaphore semaphore;

    /** The next amount of one thread. */
    @State(Scope.Thread)
    public static class Amounts {
        private int seed = ThreadLocalRandom.current().nextInt();

        int next() {
            seed = seed * 1_664_525 + 1_013_904_223;
            return 1 + (seed >>> 29);
        }
    }

    /** Fills the balances. */
    @Setup
    public void fill() {
        int initial = distance.equals("far") ? MOST / 2 : 16;
        boundedCounter = BoundedCounter.of(0, MOST, initial);
        balance = new AtomicLong(initial);
        semaphore = new Semaphore(initial);
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (String distance : List.of("far", "near")) {
            Map<String, String> parameters = Map.of("distance", distance);
            Subject heddle = new Subject("BoundedCounter", "boundedCounter", parameters);
            Subject loop = new Subject("CAS loop", "casLoop", parameters);
            Subject oneBound = new Subject("CAS loop down, unchecked add up", "casLoopOneBound", parameters);
            Subject semaphore = new Subject("Semaphore", "semaphore", parameters);
            String workload = "take and put back, " + distance;
            for (int threads : new int[] {1, 2, 8}) {
                double target = threads == 1 ? 0.95 : distance.equals("far") ? 1.4 : 0.9;
                goals.add(Goal.speed(workload, threads, target, heddle, loop));
                goals.add(Goal.speed(workload, threads, target, heddle, oneBound));
                goals.add(Goal.speed(workload, threads, 1.0, heddle, semaphore));
            }
        }
        return goals;
    }

    @Benchmark
    public boolean boundedCounter(Amounts amounts) {
        int amount = amounts.next();
        return boundedCounter.tryAdd(-amount) && boundedCounter.tryAdd(amount);
    }

    /** Checks both bounds, as the counter does. */
    @Benchmark
    public boolean casLoop(Amounts amounts) {
        int amount = amounts.next();
        return tryAdd(-amount) && tryAdd(amount);
    }

    private boolean tryAdd(long delta) {
        for (; ; ) {
            long funds = balance.get();
            long next = funds + delta;
            if (next < 0 || next > MOST) {
                return false;
            }
            if (balance.compareAndSet(funds, next)) {
                return true;
            }
        }
    }

    /** Puts back without a look at the upper bound, which it does not keep: the least that anyone could do. */
    @Benchmark
    public boolean casLoopOneBound(Amounts amounts) {
        int amount = amounts.next();
        for (; ; ) {
            long funds = balance.get();
            if (funds < amount) {
                return false;
            }
            if (balance.compareAndSet(funds, funds - amount)) {
                balance.addAndGet(amount);
                return true;
            }
        }
    }

    @Benchmark
    public boolean semaphore(Amounts amounts) {
        int amount = amounts.next();
        if (!semaphore.tryAcquire(amount)) {
            return false;
        }
        semaphore.release(amount);
        return true;
    }
}
