/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks;

import dev.heddle.collect.AppendListBenchmark;
import dev.heddle.collect.IndexedReadBenchmark;
import dev.heddle.counter.AddBenchmark;
import dev.heddle.counter.AddInContextBenchmark;
import dev.heddle.counter.BoundedBenchmark;
import dev.heddle.counter.GroupBenchmark;
import dev.heddle.counter.SumBenchmark;
import dev.heddle.counter.SummaryBenchmark;
import dev.heddle.counter.TallyBenchmark;
import dev.heddle.counter.VirtualThreadsBenchmark;
import dev.heddle.handle.ShareBenchmark;
import dev.heddle.pipeline.FloorBenchmark;
import dev.heddle.pipeline.LatencyBenchmark;
import dev.heddle.pipeline.ThroughputBenchmark;
import dev.heddle.pipeline.WatchBenchmark;
import dev.heddle.pool.DataSourceBenchmark;
import dev.heddle.pool.LeaseBenchmark;
import dev.heddle.pool.PoolTables;
import dev.heddle.task.CpuMapBenchmark;
import dev.heddle.task.IoMapBenchmark;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The benchmark classes of one part of the library. */
enum Suite {
    COUNTERS {
        @Override
        Map<Class<?>, List<Goal>> goals() {
            Map<Class<?>, List<Goal>> goals = new LinkedHashMap<>();
            goals.put(AddBenchmark.class, AddBenchmark.goals());
            goals.put(AddInContextBenchmark.class, AddInContextBenchmark.goals());
            goals.put(GroupBenchmark.class, GroupBenchmark.goals());
            goals.put(VirtualThreadsBenchmark.class, VirtualThreadsBenchmark.goals());
            goals.put(SumBenchmark.class, SumBenchmark.goals());
            goals.put(BoundedBenchmark.class, BoundedBenchmark.goals());
            goals.put(SummaryBenchmark.class, SummaryBenchmark.goals());
            return goals;
        }
    },
    TALLY {
        @Override
        Map<Class<?>, List<Goal>> goals() {
            return Map.of(TallyBenchmark.class, TallyBenchmark.goals());
        }
    },
    LISTS {
        @Override
        Map<Class<?>, List<Goal>> goals() {
            Map<Class<?>, List<Goal>> goals = new LinkedHashMap<>();
            goals.put(AppendListBenchmark.class, AppendListBenchmark.goals());
            goals.put(IndexedReadBenchmark.class, IndexedReadBenchmark.goals());
            return goals;
        }
    },
    POOL {
        @Override
        Map<Class<?>, List<Goal>> goals() {
            Map<Class<?>, List<Goal>> goals = new LinkedHashMap<>();
            goals.put(DataSourceBenchmark.class, DataSourceBenchmark.goals());
            goals.put(LeaseBenchmark.class, LeaseBenchmark.goals());
            goals.put(ShareBenchmark.class, ShareBenchmark.goals());
            return goals;
        }

        @Override
        void printMore(Options options, PrintStream out) throws Exception {
            PoolTables.print(options.only(), options.url(), out);
        }
    },
    PIPELINES {
        @Override
        Map<Class<?>, List<Goal>> goals() {
            Map<Class<?>, List<Goal>> goals = new LinkedHashMap<>();
            goals.put(ThroughputBenchmark.class, ThroughputBenchmark.goals());
            goals.put(FloorBenchmark.class, FloorBenchmark.goals());
            goals.put(LatencyBenchmark.class, LatencyBenchmark.goals());
            goals.put(WatchBenchmark.class, WatchBenchmark.goals());
            return goals;
        }
    },
    PARALLEL {
        @Override
        Map<Class<?>, List<Goal>> goals() {
            Map<Class<?>, List<Goal>> goals = new LinkedHashMap<>();
            goals.put(CpuMapBenchmark.class, CpuMapBenchmark.goals());
            goals.put(IoMapBenchmark.class, IoMapBenchmark.goals());
            return goals;
        }
    };

    /** Returns the rows of each class, in the order of the table. */
    abstract Map<Class<?>, List<Goal>> goals();

    /** Measures and prints what JMH cannot. */
    void printMore(Options options, PrintStream out) throws Exception {}

    /** Returns the name on the command line. */
    String commandName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
