/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a read by index cost beside an ArrayList's? Both lists stand in a local variable, as they do where a loop
 * reads them: a field of the benchmark would be loaded for each read of the one, and once for the other.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class IndexedReadBenchmark {
    private static final int READS = 4096;

    /** How many elements there are. */
    @Param({"1000", "1000000"})
    int elements;

    private AppendList<Integer> appendList;
    private List<Integer> arrayList;
    private int[] indices;

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (String elements : new String[] {"1000", "1000000"}) {
            Map<String, String> parameters = Map.of("elements", elements);
            goals.add(Goal.time(
                    "get of " + elements,
                    1,
                    1.3,
                    new Subject("AppendList", "randomAppendList", parameters),
                    new Subject("ArrayList", "randomArrayList", parameters)));
        }
        return goals;
    }

    /** Fills both lists with the same elements. */
    @Setup
    public void fill() {
        Random random = new Random(4);
        appendList = AppendList.create();
        arrayList = new ArrayList<>();
        for (int element = 0; element < elements; element++) {
            Integer boxed = element;
            appendList.append(boxed);
            arrayList.add(boxed);
        }
        indices = random.ints(READS, 0, elements).toArray();
    }

    /** Reads at random from the append list. */
    @Benchmark
    @OperationsPerInvocation(READS)
    public long randomAppendList() {
        AppendList<Integer> list = appendList;
        long sum = 0;
        for (int index : indices) {
            sum += list.get(index);
        }
        return sum;
    }

    /** Reads at random from the array list. */
    @Benchmark
    @OperationsPerInvocation(READS)
    public long randomArrayList() {
        List<Integer> list = arrayList;
        long sum = 0;
        for (int index : indices) {
            sum += list.get(index);
        }
        return sum;
    }
}
