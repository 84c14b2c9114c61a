/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/**
 * A kind of summary: its rows, and its totals, which are words of one thread's own. The first of them is the count.
 *
 * @param <R> the rows
 */
interface Moments<R extends SummaryRow> {
    /** Where every kind of totals has the count. */
    int COUNT = 0;

    /** Makes a row that nobody owns. */
    R newRow();

    /** Makes the totals of no values. */
    long[] newTotals();

    /** Adds the totals of {@code from} to those of {@code into}. */
    void combine(long[] into, long[] from);
}
