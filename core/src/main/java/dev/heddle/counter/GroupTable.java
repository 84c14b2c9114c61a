/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The rows of a group, and what the sums of the current interval leave out. */
final class GroupTable<K> extends CellTable {
    /*
     * field      read     write    who writes
     * ---------  -------  -------  -----------------------------------------------
     * baselines  acquire  release  reset, under the lock: a new array, never changed
     */
    private static final VarHandle BASELINES =
            fieldVarHandle(MethodHandles.lookup(), "baselines", VarHandle.class, GroupTable.class, long[].class);

    private final CounterGroup<K> group;

    @SuppressWarnings("unused") // accessed through BASELINES
    private volatile long[] baselines;

    GroupTable(CounterGroup<K> group, int counters, int patience) {
        super(patience);
        this.group = group;
        baselines = new long[counters];
    }

    @Override
    Cell newCell(boolean shared) {
        return new CounterGroup.Row<>(group, baselines.length, shared);
    }

    /** Returns the total of each counter, resets not counted. */
    long[] sumsSinceCreation() {
        long[] sums = new long[baselines.length];
        for (Cell cell : cellsAcquire()) {
            ((CounterGroup.Row<?>) cell).addTo(sums);
        }
        return sums;
    }

    /** Returns the total of one counter, resets not counted. */
    long sumSinceCreation(int counter) {
        long sum = 0;
        for (Cell cell : cellsAcquire()) {
            sum += ((CounterGroup.Row<?>) cell).sumAcquire(counter);
        }
        return sum;
    }

    long[] baselinesAcquire() {
        return (long[]) BASELINES.getAcquire(this);
    }

    void setBaselinesRelease(long[] sums) {
        BASELINES.setRelease(this, sums);
    }
}
