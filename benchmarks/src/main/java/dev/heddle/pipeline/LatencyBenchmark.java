/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

/**
 * How long does an item take from when it is due until it is sent, when items come at their own pace?
 *
 * <p>An open loop: an item that cannot be taken in time counts from when it was due. The work is 20 us an item.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3) // the compilers take a part of a processor in the first two, which would count as the way's
@Measurement(iterations = 1)
@State(Scope.Benchmark)
public class LatencyBenchmark {
    private static final int ROUNDS = 12_000;
    private static final List<Way> PEERS = List.of(
            Way.TEXTBOOK, Way.VIRTUAL, Way.MPMC, Way.DISRUPTOR_BLOCKING, Way.DISRUPTOR_YIELDING, Way.REACTOR, Way.JOX);

    /** Which of the ways. */
    @Param("LOOP")
    public Way way = Way.LOOP;

    /** How items come. */
    public enum Pace {
        /** 20,000 a second. */
        STEADY(16_000, number -> number * 50_000),
        /** 70,000 a second: more than one thread can do, and less than two. */
        BUSY(56_000, number -> number * 1_000_000 / 70),
        /** 40 at once every 2 milliseconds. */
        BURSTS(16_000, number -> number / 40 * 2_000_000);

        private final int items;

        @SuppressWarnings("ImmutableEnumChecker") // a function of its argument alone
        private final Load.Arrivals arrivals;

        Pace(int items, Load.Arrivals arrivals) {
            this.items = items;
            this.arrivals = arrivals;
        }
    }

    /** How items come. */
    @Param("STEADY")
    public Pace pace = Pace.STEADY;

    /** What the run wrote down. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Figures {
        /** The latency that half of the items had at most. */
        public double p50Micros;

        /** The latency that 99 of a hundred items had at most. */
        public double p99Micros;

        /** The processor time of the whole virtual machine, 100 for one processor. */
        public double cpuPercent;
    }

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        goals.add(goal("20,000 a second, p50", 1.1, Pace.STEADY, "p50Micros", Way.LOOP));
        goals.add(goal("20,000 a second, processor time", 1.1, Pace.STEADY, "cpuPercent", Way.LOOP));
        goals.add(goal("20,000 a second, p50, the best", 1, Pace.STEADY, "p50Micros", PEERS.toArray(new Way[0])));
        goals.add(Goal.value("70,000 a second, p50 in us", 100, subject(Way.HEDDLE_SOURCE, Pace.BUSY, "p50Micros")));
        goals.add(goal("70,000 a second, p50, the best", 1, Pace.BUSY, "p50Micros", PEERS.toArray(new Way[0])));
        goals.add(goal("bursts of 40, p50", 0.65, Pace.BURSTS, "p50Micros", Way.LOOP));
        goals.add(goal("bursts of 40, p50, the best", 1, Pace.BURSTS, "p50Micros", PEERS.toArray(new Way[0])));
        return goals;
    }

    private static Goal goal(String workload, double target, Pace pace, String counter, Way... peers) {
        Subject[] subjects = new Subject[peers.length];
        for (int i = 0; i < peers.length; i++) {
            subjects[i] = subject(peers[i], pace, counter);
        }
        return Goal.counter(workload, target, subject(Way.HEDDLE_SOURCE, pace, counter), subjects);
    }

    private static Subject subject(Way way, Pace pace, String counter) {
        return new Subject(
                way.title() + ", " + pace.name().toLowerCase(Locale.ROOT),
                "run",
                Map.of("way", way.name(), "pace", pace.name()),
                counter);
    }

    @Benchmark
    public void run(Figures figures) {
        com.sun.management.OperatingSystemMXBean system =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long sum = Load.sum(pace.items, ROUNDS);
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        Load load = new Load(pace.items, ROUNDS, pace.arrivals);
        way.run(load, sum);
        figures.cpuPercent = 100.0 * (system.getProcessCpuTime() - cpu) / (System.nanoTime() - begin);
        figures.p50Micros = load.latency(50);
        figures.p99Micros = load.latency(99);
    }
}
