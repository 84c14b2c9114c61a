/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to take one of 32 connections and to give it back, when there are enough? */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class LeaseBenchmark {
    private static final int CONNECTIONS = 32;

    /** Whose pool it is. */
    @Param
    Contender subject = Contender.HEDDLE;

    @SuppressWarnings("NullAway.Init") // by open
    private Contender.Leases leases;

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (int threads : new int[] {1, 2, 8}) {
            goals.add(Goal.time("raw lease", threads, 1.5, measured(Contender.HEDDLE), measured(Contender.STORMPOT)));
            goals.add(Goal.speed(
                    "raw lease", threads, 40, measured(Contender.HEDDLE), measured(Contender.COMMONS_KEYED)));
            goals.add(Goal.speed(
                    "raw lease",
                    threads,
                    1,
                    measured(Contender.HEDDLE),
                    measured(Contender.COMMONS),
                    measured(Contender.VIBUR)));
        }
        return goals;
    }

    private static Subject measured(Contender contender) {
        return new Subject(contender.title, "lease", Map.of("subject", contender.name()));
    }

    /** Opens the pool and all its connections. */
    @Setup
    public void open() {
        leases = subject.open(new IdleServer(), CONNECTIONS, CONNECTIONS);
    }

    /** Closes it. */
    @TearDown
    public void close() throws Exception {
        leases.close();
    }

    @Benchmark
    public void lease() throws Exception {
        leases.release(leases.acquire());
    }
}
