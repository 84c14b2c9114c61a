/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

/** Is the engine ever much slower than the loop, whatever the work and the settings, and what does it allocate? */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
@State(Scope.Benchmark)
public class FloorBenchmark {
    private static final int RUNS = 5;

    /**
     * So long, and so often, a way runs before it counts. The compilers need more runs of tiny items than of others,
     * and come back to an item's work after some fifteen runs of either way: a slow way must have had as many as a
     * quick one.
     */
    private static final long WARM_NANOS = 400_000_000;

    private static final int WARM_RUNS = 25;

    /**
     * The work at which allocation is looked at, and how many times the items of a run until every slot has its array.
     */
    private static final int ALLOCATION_ROUNDS = 600;

    private static final int FILL = 4;

    private static final List<Way> OURS =
            List.of(Way.HEDDLE, Way.HEDDLE_UNORDERED, Way.HEDDLE_ONE, Way.HEDDLE_FOUR, Way.HEDDLE_SOURCE);

    /** Which of the ways. */
    @Param("LOOP")
    public Way way = Way.LOOP;

    /** How many rounds of work an item takes. */
    @Param("0")
    public int rounds;

    /** What the run wrote down. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Figures {
        /** Nanoseconds for an item, the median of some runs. */
        public double nanosPerItem;

        /** Bytes that all threads allocated for one item more. */
        public double bytesPerItem;

        /** Bytes that all threads allocated for a run beside that. */
        public double bytesPerRun;
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        int[] rounds = {0, 20, 60, 200, 600, 12_000};
        String[] names = {"tiny", "33 ns", "100 ns", "330 ns", "1 us", "20 us"};
        for (Way way : OURS) {
            for (int i = 0; i < rounds.length; i++) {
                goals.add(Goal.counter(
                        names[i] + ", " + way.title(),
                        1 / 0.9,
                        subject(way, rounds[i], names[i], "nanosPerItem"),
                        subject(Way.LOOP, rounds[i], names[i], "nanosPerItem")));
            }
        }
        goals.add(Goal.counter(
                "allocation, 1 us",
                1.01,
                subject(Way.HEDDLE, ALLOCATION_ROUNDS, "1 us", "bytesPerItem"),
                subject(Way.LOOP, ALLOCATION_ROUNDS, "1 us", "bytesPerItem")));
        return goals;
    }

    private static Subject subject(Way way, int rounds, String name, String counter) {
        return new Subject(
                way.title() + ", " + name,
                "run",
                Map.of("way", way.name(), "rounds", Integer.toString(rounds)),
                counter);
    }

    @Benchmark
    public void run(Figures figures) {
        long items = Math.max(3_000, Math.min(2_000_000, 40_000_000L / (2 * rounds + 20)));
        long sum = Load.sum(items, rounds);
        long warmUntil = System.nanoTime() + WARM_NANOS;
        for (int run = 0; run < WARM_RUNS || System.nanoTime() - warmUntil < 0; run++) {
            way.run(new Load(items, rounds, null), sum);
        }
        long[] nanos = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long begin = System.nanoTime();
            way.run(new Load(items, rounds, null), sum);
            nanos[i] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        figures.nanosPerItem = (double) nanos[RUNS / 2] / items;
        if (rounds == ALLOCATION_ROUNDS) {
            allocation(figures, FILL * items);
        }
    }

    private void allocation(Figures figures, long items) {
        long once = allocated(items, Load.sum(items, rounds));
        long twice = allocated(2 * items, Load.sum(2 * items, rounds));
        figures.bytesPerItem = (double) (twice - once) / items;
        figures.bytesPerRun = once - figures.bytesPerItem * items;
    }

    private long allocated(long items, long sum) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getTotalThreadAllocatedBytes();
        way.run(new Load(items, rounds, null), sum);
        return threads.getTotalThreadAllocatedBytes() - before;
    }
}
