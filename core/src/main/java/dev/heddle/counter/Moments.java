/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/** How recorded values are folded into totals; both stand in one array of words that {@link SummaryRow} lays out. */
interface Moments {
    /** How many words the totals take, from {@link SummaryRow#TOTALS} on. */
    int size();

    /** Writes the totals of no values. */
    void clear(long[] words);

    /** Adds the first {@code fill} values of the buffer to the totals. The caller alone writes {@code words}. */
    void fold(long[] words, int fill);

    /** Adds the totals of {@code from} to those of {@code into}. Both are written, and by the caller alone. */
    void combine(long[] into, long[] from);
}
