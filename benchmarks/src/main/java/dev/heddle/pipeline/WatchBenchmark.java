/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
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

/**
 * What does it cost a run that somebody watches it?
 *
 * <p>Runs that nobody watches alternate, in one virtual machine, with runs whose snapshot and progress are taken every
 * few milliseconds, and with runs whose events are recorded. A figure is the median of the time of such a run over that
 * of the unwatched one beside it.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 1)
@State(Scope.Benchmark)
public class WatchBenchmark {
    private static final int RUNS = 15;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final List<String> EVENTS =
            List.of("dev.heddle.PipelineRun", "dev.heddle.PipelineStall", "dev.heddle.PipelineFailure");

    /** How many rounds of work an item takes. */
    @Param("0")
    public int rounds;

    /** What the run wrote down. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Figures {
        /** The time of a run that is looked at, over that of one that is not. */
        public double timesUnwatchedWithStats;

        /** The time of a run whose events are recorded, over that of one where they are not. */
        public double timesUnwatchedWithEvents;
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (String[] work : new String[][] {{"0", "tiny"}, {"60", "100 ns"}, {"600", "1 us"}}) {
            goals.add(goal(work, "stats every 5 ms", "timesUnwatchedWithStats"));
            goals.add(goal(work, "events recorded", "timesUnwatchedWithEvents"));
        }
        return goals;
    }

    private static Goal goal(String[] work, String watching, String counter) {
        Subject subject = new Subject("Heddle, " + work[1], "run", Map.of("rounds", work[0]), counter);
        return Goal.value(work[1] + ", " + watching, 1.05, subject);
    }

    @Benchmark
    public void run(Figures figures) throws InterruptedException {
        long items = Math.min(8_000_000, 120_000_000L / (rounds + 10));
        long sum = Load.sum(items, rounds);
        double[] stats = new double[RUNS];
        double[] events = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            double unwatched = nanos(items, sum, false);
            stats[i] = nanos(items, sum, true) / unwatched;
            try (Recording recording = new Recording()) {
                EVENTS.forEach(recording::enable);
                recording.start();
                events[i] = nanos(items, sum, false) / unwatched;
            }
        }
        Arrays.sort(stats);
        Arrays.sort(events);
        figures.timesUnwatchedWithStats = stats[RUNS / 2];
        figures.timesUnwatchedWithEvents = events[RUNS / 2];
    }

    private double nanos(long items, long sum, boolean watched) throws InterruptedException {
        Load load = new Load(items, rounds, null);
        long begin = System.nanoTime();
        try (Run run = Heddle.pipeline(load).start()) {
            while (watched && run.tryAwait(BETWEEN_LOOKS) == null) {
                RunStats seen = run.stats();
                if (seen.progress() > 1) {
                    throw new IllegalStateException(seen.toString());
                }
            }
            run.await();
        }
        double nanos = System.nanoTime() - begin;
        load.check(true, sum);
        return nanos;
    }
}
