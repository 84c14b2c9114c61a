/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The counts of a tally that do not fit into their words: 2<sup>61</sup> and more in size.
 *
 * <p>A key that came here stays here. Its word, which holds the number of the cell, moves from table to table; the cell
 * does not, so an addition to it needs no regard to growth.
 */
final class WideCounts {
    /*
     * field  read      write         who writes
     * -----  --------  ------------  ------------------------------------------------------------
     * cells  volatile  CAS           a thread whose addition left the range, to a longer copy
     * cell   volatile  volatile RMW  any adder or remover; set only while no word names it yet
     */
    private final AtomicReference<AtomicLong[]> cells = new AtomicReference<>(new AtomicLong[0]);

    AtomicLong cell(long wide) {
        return cells.get()[CountWord.cell(wide)];
    }

    /** Makes a cell and gives the word that names it. */
    long add(long count) {
        AtomicLong cell = new AtomicLong(count);
        while (true) {
            AtomicLong[] seen = cells.get();
            AtomicLong[] longer = Arrays.copyOf(seen, seen.length + 1);
            longer[seen.length] = cell;
            if (cells.compareAndSet(seen, longer)) {
                return CountWord.wide(seen.length);
            }
        }
    }
}
