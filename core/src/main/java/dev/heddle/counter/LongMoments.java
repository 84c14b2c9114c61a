/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static dev.heddle.counter.SummaryRow.BUFFER;
import static dev.heddle.counter.SummaryRow.TOTALS;
import static dev.heddle.counter.SummaryRow.set;

import java.math.BigInteger;

/**
 * Count, least, greatest, sum and sum of squares of {@code long} values, all exact: the sum has 128 bits, which 2^63
 * values cannot overflow, and the sum of squares has 192.
 */
final class LongMoments implements Moments {
    static final LongMoments INSTANCE = new LongMoments();

    private static final int COUNT = TOTALS;
    private static final int MIN = TOTALS + 1;
    private static final int MAX = TOTALS + 2;
    private static final int SUM_LOW = TOTALS + 3;
    private static final int SUM_HIGH = TOTALS + 4;
    private static final int SQUARES_LOW = TOTALS + 5;
    private static final int SQUARES_MIDDLE = TOTALS + 6;
    private static final int SQUARES_HIGH = TOTALS + 7;

    /** Up to this many bits, neither the sum nor the sum of squares of a full buffer leaves a {@code long}. */
    private static final int NARROW_BITS = 28;

    private LongMoments() {}

    @Override
    public int size() {
        return 8;
    }

    @Override
    public void clear(long[] words) {
        words[MIN] = Long.MAX_VALUE;
        words[MAX] = Long.MIN_VALUE;
    }

    @Override
    public void fold(long[] words, int fill) {
        long sum = 0;
        long squares = 0;
        long bits = 0;
        long min = words[MIN];
        long max = words[MAX];
        for (int i = BUFFER; i < BUFFER + fill; i++) {
            long value = words[i];
            sum += value;
            squares += value * value;
            bits |= value ^ (value >> 63);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        if (bits >>> NARROW_BITS == 0) {
            addToSum(words, sum, sum >> 63);
            addToSquares(words, squares, 0, 0);
        } else {
            foldWide(words, fill);
        }
        set(words, COUNT, words[COUNT] + fill);
        set(words, MIN, min);
        set(words, MAX, max);
    }

    private static void foldWide(long[] words, int fill) {
        for (int i = BUFFER; i < BUFFER + fill; i++) {
            long value = words[i];
            addToSum(words, value, value >> 63);
            addToSquares(words, value * value, Math.multiplyHigh(value, value), 0);
        }
    }

    @Override
    public void combine(long[] into, long[] from) {
        set(into, COUNT, into[COUNT] + from[COUNT]);
        set(into, MIN, Math.min(into[MIN], from[MIN]));
        set(into, MAX, Math.max(into[MAX], from[MAX]));
        addToSum(into, from[SUM_LOW], from[SUM_HIGH]);
        addToSquares(into, from[SQUARES_LOW], from[SQUARES_MIDDLE], from[SQUARES_HIGH]);
    }

    private static void addToSum(long[] words, long low, long high) {
        long sum = words[SUM_LOW] + low;
        set(words, SUM_HIGH, words[SUM_HIGH] + high + carry(sum, low));
        set(words, SUM_LOW, sum);
    }

    private static void addToSquares(long[] words, long low, long middle, long high) {
        long newLow = words[SQUARES_LOW] + low;
        long carry = carry(newLow, low);
        long newMiddle = words[SQUARES_MIDDLE] + middle;
        long carried = newMiddle + carry;
        set(words, SQUARES_HIGH, words[SQUARES_HIGH] + high + carry(newMiddle, middle) + carry(carried, carry));
        set(words, SQUARES_MIDDLE, carried);
        set(words, SQUARES_LOW, newLow);
    }

    /** One if the unsigned sum of {@code part} and something overflowed. */
    private static long carry(long sum, long part) {
        return Long.compareUnsigned(sum, part) < 0 ? 1 : 0;
    }

    static LongSummaryStats stats(long[] words) {
        long count = words[COUNT];
        BigInteger sum = join(words[SUM_HIGH], words[SUM_LOW]);
        if (count == 0) {
            return new LongSummaryStats(0, sum, words[MIN], words[MAX], 0, 0);
        }
        BigInteger n = BigInteger.valueOf(count);
        BigInteger squares = BigInteger.valueOf(words[SQUARES_HIGH])
                .shiftLeft(128)
                .add(join(0, words[SQUARES_MIDDLE]).shiftLeft(64))
                .add(join(0, words[SQUARES_LOW]));
        BigInteger spread = n.multiply(squares).subtract(sum.multiply(sum));
        return new LongSummaryStats(
                count,
                sum,
                words[MIN],
                words[MAX],
                Rounding.quotient(sum, n, 0),
                Rounding.quotient(spread, n.multiply(n), 0));
    }

    private static BigInteger join(long high, long low) {
        BigInteger unsigned = BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1));
        return BigInteger.valueOf(high).shiftLeft(64).add(unsigned);
    }
}
