/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does a read by index cost beside an ArrayList's? */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@State(Scope.Benchmark)
public class IndexedReadBenchmark {
    private static final int READS = 4096;

    /** How many elements there are. */
    @Param({"1000", "1000000"})
    int elements;

    private AppendList<Integer> appendList;
    private List<Integer> arrayList;
    private int[] indices;

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
        long sum = 0;
        for (int index : indices) {
            sum += appendList.get(index);
        }
        return sum;
    }

    /** Reads at random from the array list. */
    @Benchmark
    @OperationsPerInvocation(READS)
    public long randomArrayList() {
        long sum = 0;
        for (int index : indices) {
            sum += arrayList.get(index);
        }
        return sum;
    }
}
