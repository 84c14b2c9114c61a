/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import java.math.BigInteger;

/**
 * Count, least, greatest, sum and sum of squares of {@code double} values, all exact: fixed-point numbers over all
 * exponents hold the sums, so nothing is rounded before it is read, and no order of values, threads or merges changes
 * the result.
 */
final class DoubleMoments implements Moments<DoubleRow> {
    static final DoubleMoments INSTANCE = new DoubleMoments();

    static final int MIN = COUNT + 1;
    static final int MAX = MIN + 1;
    /** The sum of what is not finite: zero, an infinity or NaN. */
    static final int SPECIAL = MAX + 1;

    static final int SUM = SPECIAL + 1;
    /** 2046 exponents, 53 bits of a value, 63 of a count and a sign. */
    static final int SUM_SIZE = 34;

    static final int SQUARES = SUM + SUM_SIZE;
    /** Twice the exponents, 106 bits of a square, 63 of a count and a sign. */
    static final int SQUARES_SIZE = 67;

    static final int SIZE = SQUARES + SQUARES_SIZE;

    private DoubleMoments() {}

    @Override
    public DoubleRow newRow() {
        return new DoubleRow();
    }

    @Override
    public long[] newTotals() {
        long[] totals = new long[SIZE];
        totals[MIN] = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
        totals[MAX] = Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);
        return totals;
    }

    @Override
    public void combine(long[] into, long[] from) {
        into[COUNT] += from[COUNT];
        set(into, MIN, Math.min(get(into, MIN), get(from, MIN)));
        set(into, MAX, Math.max(get(into, MAX), get(from, MAX)));
        set(into, SPECIAL, get(into, SPECIAL) + get(from, SPECIAL));
        Limbs.addAll(into, SUM, SQUARES, from, SUM);
        Limbs.addAll(into, SQUARES, SIZE, from, SQUARES);
    }

    static double get(long[] totals, int at) {
        return Double.longBitsToDouble(totals[at]);
    }

    private static void set(long[] totals, int at, double value) {
        totals[at] = Double.doubleToRawLongBits(value);
    }

    static DoubleSummaryStats stats(long[] totals) {
        long count = totals[COUNT];
        double min = get(totals, MIN);
        double max = get(totals, MAX);
        double special = get(totals, SPECIAL);
        if (count == 0) {
            return new DoubleSummaryStats(0, 0, min, max, 0, 0);
        }
        if (special != 0) {
            return new DoubleSummaryStats(count, special, min, max, special, Double.NaN);
        }
        BigInteger n = BigInteger.valueOf(count);
        BigInteger sum = Limbs.toBigInteger(totals, SUM, SQUARES);
        BigInteger spread =
                n.multiply(Limbs.toBigInteger(totals, SQUARES, SIZE)).subtract(sum.multiply(sum));
        return new DoubleSummaryStats(
                count,
                Rounding.quotient(sum, BigInteger.ONE, Rounding.LEAST_EXPONENT),
                min,
                max,
                Rounding.quotient(sum, n, Rounding.LEAST_EXPONENT),
                Rounding.quotient(spread, n.multiply(n), 2 * Rounding.LEAST_EXPONENT));
    }
}
