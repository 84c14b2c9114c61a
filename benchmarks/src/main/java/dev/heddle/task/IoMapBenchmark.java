/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import dev.heddle.benchmarks.ConcurrentGatherer;
import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** How long do many calls take that wait, and what processor time do they cost? The calls sleep. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
@State(Scope.Benchmark)
public class IoMapBenchmark {
    /** What has to be done. */
    public enum Work {
        /** 10,000 calls of 10 ms, 200 at once. */
        EVEN(10_000, 200, 10, 10, 6),
        /** 2,000 calls of 5 ms, 2 % of them 200 ms, 50 at once, evenly spread. */
        TAIL(2_000, 50, 5, 200, 1);

        private final int inputs;
        private final int limit;
        private final int millis;
        private final int slowMillis;

        /** How often it is done and measured together: the processor time is told in steps of 10 ms. */
        private final int times;

        Work(int inputs, int limit, int millis, int slowMillis, int times) {
            this.inputs = inputs;
            this.limit = limit;
            this.millis = millis;
            this.slowMillis = slowMillis;
            this.times = times;
        }

        private int apply(int input) {
            try {
                Thread.sleep(isSlow(input) ? slowMillis : millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return input + 1;
        }

        private static boolean isSlow(int input) {
            return input % 50 == 49;
        }

        /** The sleeps one after the other, shared by as many as may run at once. In nanoseconds. */
        private double ideal() {
            return IntStream.range(0, inputs)
                            .mapToLong(i -> isSlow(i) ? slowMillis : millis)
                            .sum()
                    * 1e6
                    / limit;
        }
    }

    /** A way of doing it, results in the order of the inputs. */
    public enum Way {
        /** The class under test, results all at once. */
        HEDDLE("Parallel.io, map"),
        /** The class under test, results one after the other. */
        HEDDLE_RESULTS("Parallel.io, results"),
        /** The JDK's concurrent gatherer. */
        GATHERER("Gatherers.mapConcurrent"),
        /** A virtual thread for each, held back by a semaphore. */
        SEMAPHORE("virtual threads + Semaphore"),
        /** A pool of as many platform threads. */
        POOL("pool of platform threads"),
        /** An ordered flat map over a thread pool. */
        REACTOR("Reactor flatMapSequential");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    /** What has to be done. */
    @Param("EVEN")
    public Work work = Work.EVEN;

    /** The way of doing it. */
    @Param("HEDDLE")
    public Way way = Way.HEDDLE;

    /** What the run wrote down. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Figures {
        /** The time it took over the time that the sleeps take. */
        public double timesIdeal;

        /** Processor time for each call. */
        public double cpuMicrosPerCall;
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        Subject mapEven = subject(Way.HEDDLE, Work.EVEN, "timesIdeal");
        Subject resultsTail = subject(Way.HEDDLE_RESULTS, Work.TAIL, "timesIdeal");
        return List.of(
                Goal.value("10,000 x 10 ms, 200 at once, times ideal", 1.03, mapEven),
                Goal.counter(
                        "10,000 x 10 ms, 200 at once, the best",
                        1,
                        mapEven,
                        subject(Way.GATHERER, Work.EVEN, "timesIdeal"),
                        subject(Way.SEMAPHORE, Work.EVEN, "timesIdeal"),
                        subject(Way.POOL, Work.EVEN, "timesIdeal"),
                        subject(Way.REACTOR, Work.EVEN, "timesIdeal")),
                Goal.value(
                        "10,000 x 10 ms, 200 at once, processor us a call",
                        3,
                        subject(Way.HEDDLE, Work.EVEN, "cpuMicrosPerCall")),
                Goal.counter(
                        "10,000 x 10 ms, 200 at once, processor time, the best",
                        1,
                        subject(Way.HEDDLE, Work.EVEN, "cpuMicrosPerCall"),
                        subject(Way.GATHERER, Work.EVEN, "cpuMicrosPerCall"),
                        subject(Way.SEMAPHORE, Work.EVEN, "cpuMicrosPerCall"),
                        subject(Way.POOL, Work.EVEN, "cpuMicrosPerCall"),
                        subject(Way.REACTOR, Work.EVEN, "cpuMicrosPerCall")),
                Goal.value("2 % take 40 times as long, 50 at once, ordered, times ideal", 1.5, resultsTail),
                Goal.counter(
                        "2 % take 40 times as long, 50 at once, ordered",
                        0.1, resultsTail, subject(Way.GATHERER, Work.TAIL, "timesIdeal")),
                Goal.counter(
                        "2 % take 40 times as long, 50 at once, ordered",
                        0.1, resultsTail, subject(Way.REACTOR, Work.TAIL, "timesIdeal")));
    }

    private static Subject subject(Way way, Work work, String counter) {
        return new Subject(
                way.title + ", " + work.name().toLowerCase(Locale.ROOT),
                "run",
                Map.of("way", way.name(), "work", work.name()),
                counter);
    }

    @Benchmark
    public void run(Figures figures) throws Exception {
        List<Integer> inputs = IntStream.range(0, work.inputs).boxed().toList();
        com.sun.management.OperatingSystemMXBean system =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<Integer> expected = IntStream.rangeClosed(1, work.inputs).boxed().toList();
        long cpu = system.getProcessCpuTime();
        long nanos = 0;
        for (int time = 0; time < work.times; time++) {
            long begin = System.nanoTime();
            List<Integer> results = run(inputs);
            nanos += System.nanoTime() - begin;
            if (!results.equals(expected)) {
                throw new IllegalStateException("not the results");
            }
        }
        figures.timesIdeal = nanos / work.ideal() / work.times;
        figures.cpuMicrosPerCall = (system.getProcessCpuTime() - cpu) / 1e3 / work.inputs / work.times;
    }

    private List<Integer> run(List<Integer> inputs) throws Exception {
        return switch (way) {
            case HEDDLE -> Parallel.io(work.limit).map(inputs, work::apply);
            case HEDDLE_RESULTS -> results(inputs);
            case GATHERER ->
                ConcurrentGatherer.map(inputs.stream(), work.limit, work::apply).toList();
            case SEMAPHORE -> semaphore(inputs);
            case POOL -> pool(inputs);
            case REACTOR -> reactor(inputs);
        };
    }

    private List<Integer> results(List<Integer> inputs) throws InterruptedException {
        List<Integer> all = new ArrayList<>();
        try (Results<Integer> results = Parallel.io(work.limit).results(inputs, work::apply)) {
            for (Integer each = results.next(); each != null; each = results.next()) {
                all.add(each);
            }
        }
        return all;
    }

    /** Waits for a permit inside the thread: outside, the thread that starts the others is the slower one. */
    private List<Integer> semaphore(List<Integer> inputs) throws InterruptedException, ExecutionException {
        Semaphore permits = new Semaphore(work.limit);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (Integer input : inputs) {
                all.add(executor.submit(() -> {
                    permits.acquire();
                    try {
                        return work.apply(input);
                    } finally {
                        permits.release();
                    }
                }));
            }
            return gather(all);
        }
    }

    private List<Integer> pool(List<Integer> inputs) throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newFixedThreadPool(work.limit)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (Integer input : inputs) {
                all.add(executor.submit(() -> work.apply(input)));
            }
            return gather(all);
        }
    }

    private static List<Integer> gather(List<Future<Integer>> all) throws InterruptedException, ExecutionException {
        List<Integer> results = new ArrayList<>();
        for (Future<Integer> each : all) {
            results.add(each.get());
        }
        return results;
    }

    private List<Integer> reactor(List<Integer> inputs) {
        Scheduler scheduler = Schedulers.newBoundedElastic(work.limit, Integer.MAX_VALUE, "io");
        try {
            List<Integer> all = Flux.fromIterable(inputs)
                    .flatMapSequential(
                            input -> Mono.fromCallable(() -> work.apply(input)).subscribeOn(scheduler), work.limit)
                    .collectList()
                    .block();
            if (all == null) {
                throw new IllegalStateException("no list");
            }
            return all;
        } finally {
            scheduler.dispose();
        }
    }
}
