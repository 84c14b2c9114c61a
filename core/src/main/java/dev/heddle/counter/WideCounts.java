/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The counts of a tally that do not fit into their words: 2<sup>59</sup> and more in size.
 *
 * <p>A key that came here stays here. Its word, which holds the number of the cell, moves from table to table; the cell
 * does not, so an addition to it needs no regard to growth.
 */
final class WideCounts {
    /*
     * field  read      write         who writes
     * -----  --------  ------------  ------------------------------------------------------------
     * cells  acquire   CAS           a thread whose addition left the range, to a longer copy
     * cell   opaque    atomic        any adder or remover; set only while no word names it yet
     */
    private static final VarHandle CELLS =
            fieldVarHandle(MethodHandles.lookup(), "cells", VarHandle.class, WideCounts.class, Cell[].class);

    @SuppressWarnings("unused") // accessed through CELLS
    private volatile Cell[] cells = {};

    Cell cell(long wide) {
        return cellsAcquire()[CountWord.cell(wide)];
    }

    /** Makes a cell and gives the word that names it. */
    long add(long count) {
        Cell cell = new Cell();
        cell.addAndGet(count);
        while (true) {
            Cell[] seen = cellsAcquire();
            Cell[] longer = Arrays.copyOf(seen, seen.length + 1);
            longer[seen.length] = cell;
            if (CELLS.compareAndSet(this, seen, longer)) {
                return CountWord.wide(CountWord.WIDE, seen.length);
            }
        }
    }

    /** Pairs with the CAS of whoever made the cell, which came before the word that names it. */
    private Cell[] cellsAcquire() {
        return (Cell[]) CELLS.getAcquire(this);
    }
}
