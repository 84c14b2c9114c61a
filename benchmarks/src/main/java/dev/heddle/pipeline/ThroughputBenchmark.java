/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

/** How many items go through receive, process and send in a second, by the work on an item? */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class ThroughputBenchmark {
    static final int TINY = 2_000_000;
    static final int SMALL = 1_000_000;
    static final int MICRO = 200_000;
    static final int TWENTY = 10_000;
    static final int SMALL_ROUNDS = 60;
    static final int MICRO_ROUNDS = 600;
    static final int TWENTY_ROUNDS = 12_000;

    /** Which of the ways. */
    @Param("LOOP")
    public Way way = Way.LOOP;

    /** Of the results of the last load, which only changes from benchmark to benchmark. */
    private long sum;

    private long sumOf;

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        goals.add(goal("1 us, P=2, ordered", 1.85, "micro", Way.LOOP));
        goals.add(goal("1 us, P=2, ordered", 1.8, "micro", Way.DISRUPTOR_BLOCKING, Way.DISRUPTOR_YIELDING));
        goals.add(goal("1 us, P=2, ordered", 1.2, "micro", Way.VIRTUAL));
        goals.add(goal("1 us, P=2, the best of all", 1, "micro", Way.peers().toArray(new Way[0])));
        goals.add(goal("100 ns, P=2, ordered", 1.8, "small", Way.LOOP));
        goals.add(goal("tiny, P=2, ordered", 0.8, "tiny", Way.LOOP));
        goals.add(goal("tiny, P=2, ordered", 20, "tiny", Way.TEXTBOOK));
        goals.add(goal("tiny, P=2, ordered", 10, "tiny", Way.DISRUPTOR_YIELDING));
        goals.add(goal("tiny, P=2, the best that streams", 1, "tiny", Way.VIRTUAL, Way.MPMC, Way.LANES, Way.JOX));
        return goals;
    }

    private static Goal goal(String workload, double target, String method, Way... peers) {
        Subject[] subjects = new Subject[peers.length];
        for (int i = 0; i < peers.length; i++) {
            subjects[i] = subject(method, peers[i]);
        }
        return Goal.speed(workload, 1, target, subject(method, Way.HEDDLE), subjects);
    }

    private static Subject subject(String method, Way way) {
        return new Subject(way.title() + ", " + method, method, Map.of("way", way.name()));
    }

    @Benchmark
    @OperationsPerInvocation(TINY)
    public void tiny() {
        run(TINY, 0);
    }

    @Benchmark
    @OperationsPerInvocation(SMALL)
    public void small() {
        run(SMALL, SMALL_ROUNDS);
    }

    @Benchmark
    @OperationsPerInvocation(MICRO)
    public void micro() {
        run(MICRO, MICRO_ROUNDS);
    }

    @Benchmark
    @OperationsPerInvocation(TWENTY)
    public void twenty() {
        run(TWENTY, TWENTY_ROUNDS);
    }

    private void run(int items, int rounds) {
        if (sumOf != items) {
            sum = Load.sum(items, rounds);
            sumOf = items;
        }
        way.run(new Load(items, rounds, null), sum);
    }
}
