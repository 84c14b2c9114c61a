/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How fast does a function that computes go through a list, results in its order? An operation is a whole list. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class CpuMapBenchmark {
    /** What has to be done. */
    public enum Work {
        /** 300,000 times 1 us. */
        MICRO(300_000, 600, 600, "1 us x 300,000"),
        /** 20,000 times 20 us. */
        TWENTY(20_000, 12_000, 12_000, "20 us x 20,000"),
        /** 20,000 times 2 us, and 20 us in the last tenth. */
        SKEWED(20_000, 1_200, 12_000, "2 us x 20,000, the last tenth 20 us");

        private final int inputs;
        private final int rounds;
        private final int lastRounds;
        private final String title;

        Work(int inputs, int rounds, int lastRounds, String title) {
            this.inputs = inputs;
            this.rounds = rounds;
            this.lastRounds = lastRounds;
            this.title = title;
        }

        private long apply(long input) {
            long value = input + 1;
            for (int i = input >= inputs / 10 * 9L ? lastRounds : rounds; i > 0; i--) {
                value ^= value << 13;
                value ^= value >>> 7;
                value ^= value << 17;
            }
            return value;
        }
    }

    /** What has to be done. */
    @Param("MICRO")
    public Work work = Work.MICRO;

    private List<Long> inputs = List.of();
    private long sum;
    private final ExecutorService pool =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (Work work : Work.values()) {
            Subject heddle = subject(work, "Parallel.cpu", "heddle");
            goals.add(Goal.speed(work.title, 1, 1.95, heddle, subject(work, "plain loop", "loop")));
            goals.add(Goal.speed(
                    work.title + ", the best",
                    1,
                    1,
                    heddle,
                    subject(work, "parallel stream", "parallelStream"),
                    subject(work, "pool, a task for each", "pool"),
                    subject(work, "pool, a task for each processor", "slices")));
        }
        return goals;
    }

    private static Subject subject(Work work, String name, String method) {
        return new Subject(name + ", " + work.title, method, Map.of("work", work.name()));
    }

    /** Makes the inputs. */
    @Setup
    public void fill() {
        inputs = LongStream.range(0, work.inputs).boxed().toList();
        sum = inputs.stream().mapToLong(work::apply).sum();
    }

    /** Ends the pool. */
    @TearDown
    public void end() {
        pool.close();
    }

    private void check(List<Long> results) {
        long found = 0;
        for (Long each : results) {
            found += each;
        }
        if (results.size() != inputs.size()
                || found != sum
                || results.get(1) != work.apply(1)
                || results.getLast() != work.apply(inputs.size() - 1)) {
            throw new IllegalStateException("not the results");
        }
    }

    @Benchmark
    public void loop() {
        List<Long> results = new ArrayList<>(inputs.size());
        for (Long input : inputs) {
            results.add(work.apply(input));
        }
        check(results);
    }

    @Benchmark
    public void heddle() throws InterruptedException {
        check(Parallel.cpu().map(inputs, work::apply));
    }

    @Benchmark
    public void parallelStream() {
        check(inputs.parallelStream().map(work::apply).toList());
    }

    @Benchmark
    public void pool() throws InterruptedException, ExecutionException {
        List<Callable<Long>> tasks = new ArrayList<>(inputs.size());
        for (Long input : inputs) {
            tasks.add(() -> work.apply(input));
        }
        List<Long> results = new ArrayList<>(inputs.size());
        for (Future<Long> each : pool.invokeAll(tasks)) {
            results.add(each.get());
        }
        check(results);
    }

    @Benchmark
    public void slices() throws InterruptedException, ExecutionException {
        int parts = Runtime.getRuntime().availableProcessors();
        List<Callable<List<Long>>> tasks = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            List<Long> slice = inputs.subList(inputs.size() * part / parts, inputs.size() * (part + 1) / parts);
            tasks.add(() -> slice.stream().map(work::apply).toList());
        }
        List<Long> results = new ArrayList<>(inputs.size());
        for (Future<List<Long>> each : pool.invokeAll(tasks)) {
            results.addAll(each.get());
        }
        check(results);
    }
}
