/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** What one worker counts, by stage. */
final class Counts {
    /** Items that entered the stage from outside: only the source has these. */
    static final int IN = 0;

    /** Items that left for the outside: only the sink has these. */
    static final int OUT = 1;

    static final int FILTERED = 2;
    static final int SKIPPED = 3;
    static final int FAILED = 4;
    static final int CANCELLED = 5;
    static final int ADDED = 6;
    static final int JOINED = 7;

    /** Of how many items the time was taken, and how long these took. */
    static final int TIMED_ITEMS = 8;

    static final int TIMED_NANOS = 9;
    private static final int KINDS = 10;

    private static final int PADDING = 16;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /*
     * field  read      write    who writes
     * -----  --------  -------  -------------------------------------------------------------
     * cells  opaque    opaque   the worker whose counts these are, so a load and a store do
     * times  acquire   release  the worker, once for each stage
     *
     * Nothing else is published by a count. The report is exact because whoever reads it for the report comes
     * after the worker has left the run.
     */
    private final long[] cells;

    private final AtomicReferenceArray<Times> times;

    Counts(int stages) {
        cells = new long[stages * KINDS + 2 * PADDING];
        times = new AtomicReferenceArray<>(stages);
    }

    /** The time of a few items in a stage has been taken. */
    void addTime(int stage, long nanos, long items) {
        if (items == 0) {
            return;
        }
        add(stage, TIMED_ITEMS, items);
        add(stage, TIMED_NANOS, nanos);
        Times of = times.getPlain(stage);
        if (of == null) {
            of = new Times();
            times.setRelease(stage, of); // pairs with the acquire in addTimes
        }
        of.add(nanos / items, items);
    }

    void addTimes(int stage, long[] sums) {
        Times of = times.getAcquire(stage);
        if (of != null) {
            of.addTo(sums);
        }
    }

    void add(int stage, int kind, long amount) {
        int index = PADDING + stage * KINDS + kind;
        CELL.setOpaque(cells, index, (long) CELL.get(cells, index) + amount);
    }

    long get(int stage, int kind) {
        return (long) CELL.getOpaque(cells, PADDING + stage * KINDS + kind);
    }
}
