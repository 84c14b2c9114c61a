/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** How long items took in one stage, as far as one worker has timed them. */
final class Times {
    /*
     * field  read    write   who writes
     * -----  ------  ------  -------------------------------------------------
     * cells  opaque  opaque  the worker whose times these are
     *
     * Nothing else is published by a count. A cell stands for a quarter of an octave, so that what is read from it is off
     * by a tenth at most.
     */
    private static final int OCTAVES = 42;
    private static final int PARTS = 4;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells = new long[OCTAVES * PARTS];

    void add(long nanos, long items) {
        int index = index(nanos);
        CELL.setOpaque(cells, index, (long) CELL.get(cells, index) + items);
    }

    void addTo(long[] sums) {
        for (int i = 0; i < cells.length; i++) {
            sums[i] += (long) CELL.getOpaque(cells, i);
        }
    }

    static long[] sums() {
        return new long[OCTAVES * PARTS];
    }

    /** The time that {@code part} of all items did not exceed; 0 when there are none. */
    static long quantile(long[] sums, double part) {
        long all = 0;
        for (long sum : sums) {
            all += sum;
        }
        long left = (long) Math.ceil(part * all);
        for (int i = 0; i < sums.length && all > 0; i++) {
            left -= sums[i];
            if (left <= 0) {
                return middle(i);
            }
        }
        return 0;
    }

    private static int index(long nanos) {
        long value = Math.max(PARTS, nanos);
        int octave = 63 - Long.numberOfLeadingZeros(value);
        int part = (int) (value >>> (octave - 2)) & (PARTS - 1);
        return Math.min(OCTAVES * PARTS - 1, octave * PARTS + part);
    }

    private static long middle(int index) {
        int octave = index / PARTS;
        long width = 1L << (octave - 2);
        return (PARTS + index % PARTS) * width + width / 2;
    }
}
