/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import java.math.BigInteger;

/**
 * Count, least, greatest, sum and sum of squares of {@code long} values, all exact: the sum has 128 bits, which 2^63
 * values cannot overflow, and the sum of squares has 192.
 */
final class LongMoments implements Moments<LongRow> {
    static final LongMoments INSTANCE = new LongMoments();

    static final int MIN = COUNT + 1;
    static final int MAX = MIN + 1;
    static final int SUM = MAX + 1;
    static final int SUM_SIZE = 2;
    static final int SQUARES = SUM + SUM_SIZE;
    static final int SQUARES_SIZE = 3;
    static final int SIZE = SQUARES + SQUARES_SIZE;

    private LongMoments() {}

    @Override
    public LongRow newRow() {
        return new LongRow();
    }

    @Override
    public long[] newTotals() {
        long[] totals = new long[SIZE];
        totals[MIN] = Long.MAX_VALUE;
        totals[MAX] = Long.MIN_VALUE;
        return totals;
    }

    @Override
    public void combine(long[] into, long[] from) {
        into[COUNT] += from[COUNT];
        into[MIN] = Math.min(into[MIN], from[MIN]);
        into[MAX] = Math.max(into[MAX], from[MAX]);
        Limbs.addAll(into, SUM, SQUARES, from, SUM);
        Limbs.addAll(into, SQUARES, SIZE, from, SQUARES);
    }

    /** Adds a sum and a sum of squares of one word each. */
    static void add(long[] totals, long sum, long squares) {
        Limbs.add(totals, SUM, SQUARES, sum, sum >> 63);
        Limbs.add(totals, SQUARES, SIZE, squares, 0);
    }

    static LongSummaryStats stats(long[] totals) {
        long count = totals[COUNT];
        BigInteger sum = Limbs.toBigInteger(totals, SUM, SQUARES);
        if (count == 0) {
            return new LongSummaryStats(0, sum, totals[MIN], totals[MAX], 0, 0);
        }
        BigInteger n = BigInteger.valueOf(count);
        BigInteger spread =
                n.multiply(Limbs.toBigInteger(totals, SQUARES, SIZE)).subtract(sum.multiply(sum));
        return new LongSummaryStats(
                count,
                sum,
                totals[MIN],
                totals[MAX],
                Rounding.quotient(sum, n, 0),
                Rounding.quotient(spread, n.multiply(n), 0));
    }
}
