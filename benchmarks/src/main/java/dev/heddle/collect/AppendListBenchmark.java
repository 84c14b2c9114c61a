/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Vector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * <p>Every iteration fills a new collection with as many elements per thread, so that all subjects hold the same.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 15)
@Measurement(iterations = 25)
@Fork(value = 2, jvmArgsAppend = "-Xms2g")
@State(Scope.Benchmark)
public class AppendListBenchmark {
    private static final int ELEMENTS = 1_000_000;

    /** Who is appended to. */
    @Param
    Subject subject;

    private Appender target;

    /** Makes a new collection. */
    @Setup(Level.Iteration)
    public void create() {
        target = null;
        System.gc();
        target = subject.create();
    }

    /** Appends a million elements in every thread. */
    @Benchmark
    public void append() {
        Appender target = this.target;
        for (int element = 0; element < ELEMENTS; element++) {
            target.append(Boolean.TRUE);
        }
    }

    /** Takes elements. */
    interface Appender {
        void append(Object element);
    }

    /** Heddle and its peers. */
    public enum Subject {
        /** The append list. */
        APPEND_LIST {
            @Override
            Appender create() {
                AppendList<Object> list = AppendList.create();
                return list::append;
            }
        },
        /** The JDK's queue without locks. */
        LINKED_QUEUE {
            @Override
            Appender create() {
                return of(new ConcurrentLinkedQueue<>());
            }
        },
        /** An ArrayList behind one lock. */
        SYNCHRONIZED_LIST {
            @Override
            Appender create() {
                return of(Collections.synchronizedList(new ArrayList<>()));
            }
        },
        /** The JDK's oldest. */
        VECTOR {
            @Override
            Appender create() {
                return of(new Vector<>());
            }
        };

        abstract Appender create();

        private static Appender of(Collection<Object> collection) {
            return collection::add;
        }
    }
}
