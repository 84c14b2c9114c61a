/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Vector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast do many threads append to one collection?
 *
 * <p>Every iteration fills a new collection.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class AppendListBenchmark {
    /** Who is appended to. */
    @Param
    Appending subject;

    private Appender target;

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (int threads : new int[] {2, 8}) {
            goals.add(Goal.speed(
                    "append", threads, 3.0, measured(Appending.APPEND_LIST), measured(Appending.LINKED_QUEUE)));
            goals.add(Goal.speed(
                    "append",
                    threads,
                    1.0,
                    measured(Appending.APPEND_LIST),
                    measured(Appending.SYNCHRONIZED_LIST),
                    measured(Appending.VECTOR)));
        }
        return goals;
    }

    private static Subject measured(Appending subject) {
        return new Subject(subject.title, "append", Map.of("subject", subject.name()));
    }

    /** Makes a new collection. */
    @Setup(Level.Iteration)
    public void create() {
        target = subject.create();
    }

    /** Appends an element. */
    @Benchmark
    public void append() {
        target.append(true);
    }

    /** Takes elements. */
    interface Appender {
        void append(Object element);
    }

    /** Heddle and its peers. */
    public enum Appending {
        /** The append list. */
        APPEND_LIST("AppendList") {
            @Override
            Appender create() {
                AppendList<Object> list = AppendList.create();
                return list::append;
            }
        },
        /** The JDK's queue without locks. */
        LINKED_QUEUE("ConcurrentLinkedQueue") {
            @Override
            Appender create() {
                return of(new ConcurrentLinkedQueue<>());
            }
        },
        /** An ArrayList behind one lock. */
        SYNCHRONIZED_LIST("Collections.synchronizedList") {
            @Override
            Appender create() {
                return of(Collections.synchronizedList(new ArrayList<>()));
            }
        },
        /** The JDK's oldest. */
        VECTOR("Vector") {
            @Override
            @SuppressWarnings("JdkObsolete") // it is what is measured
            Appender create() {
                return of(new Vector<>());
            }
        };

        private final String title;

        Appending(String title) {
            this.title = title;
        }

        abstract Appender create();

        private static Appender of(Collection<Object> collection) {
            return collection::add;
        }
    }
}
