/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.arrayVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The cells over which a {@link BoundedCounter} splits its funds; the argument for them stands there. */
final class Escrow {
    /*
     * field     read      write     who writes
     * --------  --------  --------  ------------------------------------------------------------------------------
     * cells     volatile  volatile  any thread, by CAS from a value >= 0; the holder of the counter, by swap to FROZEN
     *                               and by a store over FROZEN
     * openedAt  plain     plain     the holder of the counter: hold and release of its word order these accesses
     * patience  plain     plain     the same
     *
     * The funds of cell i stand at (i + 1) * STRIDE, two cache lines from the next: the processors here fetch lines in
     * pairs. The first and the last stride keep other objects away.
     */
    private static final VarHandle CELL = arrayVarHandle(MethodHandles.lookup(), "cell", VarHandle.class, long[].class);

    private static final int STRIDE = 128 / Long.BYTES;
    private static final long FROZEN = -1;
    private static final long SPREADING_PAYS_AFTER_NANOS = 1_000_000;
    private static final int MOST_PATIENCE = 1 << 12;

    /** 2^64 divided by the golden ratio: multiples of it lie evenly apart, so consecutive thread ids do, too. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** What a cell says to an addition. */
    enum Answer {
        /** Added. */
        DONE,
        /** This cell has too little; that says nothing about the others. */
        SHORT,
        /** The cell is frozen, or others were faster. */
        BUSY
    }

    private final long capacity;
    private final int count;
    private final int shift;
    private final int basePatience;
    private final long[] cells;
    private long openedAt;
    private int patience;

    Escrow(long range, EscrowTuning tuning) {
        count = tuning.cells();
        capacity = range / count;
        shift = Long.SIZE - Integer.numberOfTrailingZeros(count);
        basePatience = tuning.patience();
        patience = basePatience;
        cells = new long[(count + 2) * STRIDE];
        for (int i = 0; i < count; i++) {
            cells[at(i)] = FROZEN;
        }
    }

    /** Adds to the cell of this thread, or to a neighbour when that one is contended. */
    Answer tryAdd(long delta) {
        int cell = (int) ((Thread.currentThread().threadId() * GOLDEN) >>> shift);
        for (int attempt = 0; attempt < 2; attempt++) {
            int at = at(cell);
            long funds = cellVolatile(at);
            if (funds < 0) {
                return Answer.BUSY;
            }
            long next = funds + delta;
            if (next < 0 || next > capacity) {
                return Answer.SHORT;
            }
            if (casCell(at, funds, next)) {
                return Answer.DONE;
            }
            cell = (cell + 1) & (count - 1);
        }
        return Answer.BUSY;
    }

    /** Closes every cell and returns what they held together, at the instant when the last one closed. */
    long freeze() {
        long funds = 0;
        for (int i = 0; i < count; i++) {
            funds += getAndSetCell(at(i), FROZEN);
        }
        return funds;
    }

    /** Opens every cell with an equal share of {@code funds}. The caller holds the counter; all cells are frozen. */
    void open(long funds) {
        openedAt = System.nanoTime();
        long share = funds / count;
        long left = funds % count;
        for (int i = 0; i < count; i++) {
            setCellVolatile(at(i), i < left ? share + 1 : share);
        }
    }

    /** How many lost races to bear before spreading again. The caller holds the counter and has frozen the cells. */
    int patienceAfterFreeze() {
        boolean paid = System.nanoTime() - openedAt > SPREADING_PAYS_AFTER_NANOS;
        patience = paid ? basePatience : Math.min(MOST_PATIENCE, 2 * patience);
        return patience;
    }

    /** The sum of the cells, each read at its own instant; a frozen one counts as empty. */
    long estimate() {
        long funds = 0;
        for (int i = 0; i < count; i++) {
            funds += Math.max(0, cellVolatile(at(i)));
        }
        return funds;
    }

    private static int at(int cell) {
        return (cell + 1) * STRIDE;
    }

    private long cellVolatile(int at) {
        return (long) CELL.getVolatile(cells, at);
    }

    private void setCellVolatile(int at, long funds) {
        CELL.setVolatile(cells, at, funds);
    }

    private boolean casCell(int at, long expect, long update) {
        return CELL.compareAndSet(cells, at, expect, update);
    }

    private long getAndSetCell(int at, long update) {
        return (long) CELL.getAndSet(cells, at, update);
    }
}
