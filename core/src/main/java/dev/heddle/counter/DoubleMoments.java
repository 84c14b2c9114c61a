/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static dev.heddle.counter.SummaryRow.BUFFER;
import static dev.heddle.counter.SummaryRow.TOTALS;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Count, least, greatest and sum of {@code double} values, all exact, and a sum of squares in twice the precision. */
final class DoubleMoments implements Moments {
    /*
     * The sum is HIGH + LOW + the limbs, exactly. A value is added to HIGH by Knuth's two-sum, which gives the error of
     * that addition as a double; the error is added to LOW in the same way. The error of that one is zero nearly
     * always, since HIGH and LOW have 106 bits between them. When it is not, it goes into the limbs: a fixed-point
     * number that covers all exponents, in limbs of 32 bits which keep their carries in the upper half until those could
     * overflow (Neal, "Fast exact summation using small and large superaccumulators", 2015). Values of 2^500 and more
     * go there at once, so HIGH cannot overflow. Nothing is ever rounded, hence no order of values, threads or merges
     * changes the result; stats() rounds once.
     *
     * The squares are a double-double without limbs: SQUARES + SQUARES_ERROR is within a few 2^-100 of them, relatively.
     */
    static final DoubleMoments INSTANCE = new DoubleMoments();

    private static final int COUNT = TOTALS;
    private static final int MIN = TOTALS + 1;
    private static final int MAX = TOTALS + 2;
    private static final int HIGH = TOTALS + 3;
    private static final int LOW = TOTALS + 4;
    /** The sum of what is not finite: zero, an infinity or NaN. */
    private static final int SPECIAL = TOTALS + 5;

    private static final int SQUARES = TOTALS + 6;
    private static final int SQUARES_ERROR = TOTALS + 7;
    /** How many values the limbs have taken since their carries were moved on. */
    private static final int UNCARRIED = TOTALS + 8;

    private static final int LIMBS = TOTALS + 9;
    private static final int LIMB_COUNT = 70; // 2046 + 53 + 63 bits, and a sign
    private static final int LIMB_BITS = 32;
    /** A value adds less than 2^53 to a limb, so these many stay below 2^62. */
    private static final int MOST_UNCARRIED = 256;

    private static final double LARGE = 0x1p500;

    private DoubleMoments() {}

    @Override
    public int size() {
        return LIMBS + LIMB_COUNT - TOTALS;
    }

    @Override
    public void clear(long[] words) {
        words[MIN] = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
        words[MAX] = Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);
    }

    @Override
    public void fold(long[] words, int fill) {
        double largest = 0;
        for (int i = BUFFER; i < BUFFER + fill; i++) {
            largest = Math.max(largest, Math.abs(get(words, i)));
        }
        if (largest < LARGE) {
            foldOrdinary(words, fill);
        } else {
            foldAny(words, fill);
        }
        set(words, COUNT, words[COUNT] + fill);
    }

    private static void foldOrdinary(long[] words, int fill) {
        double min = get(words, MIN);
        double max = get(words, MAX);
        double high = get(words, HIGH);
        double low = get(words, LOW);
        double squares = get(words, SQUARES);
        double squaresError = get(words, SQUARES_ERROR);
        for (int i = BUFFER; i < BUFFER + fill; i++) {
            double value = get(words, i);
            double sum = high + value;
            double error = errorOf(high, value, sum);
            double sumOfErrors = low + error;
            double rest = errorOf(low, error, sumOfErrors);
            if (rest != 0) {
                addToLimbs(words, rest);
            }
            high = sum;
            low = sumOfErrors;
            double square = value * value;
            double sumOfSquares = squares + square;
            squaresError += errorOf(squares, square, sumOfSquares) + Math.fma(value, value, -square);
            squares = sumOfSquares;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        double sum = high + low;
        set(words, HIGH, sum);
        set(words, LOW, errorOf(high, low, sum));
        double sumOfSquares = squares + squaresError;
        if (sumOfSquares < Double.POSITIVE_INFINITY) {
            squaresError = errorOf(squares, squaresError, sumOfSquares);
            squares = sumOfSquares;
        }
        set(words, SQUARES, squares);
        set(words, SQUARES_ERROR, squaresError);
        set(words, MIN, min);
        set(words, MAX, max);
    }

    private static void foldAny(long[] words, int fill) {
        for (int i = BUFFER; i < BUFFER + fill; i++) {
            double value = get(words, i);
            if (Double.isFinite(value)) {
                addToLimbs(words, value);
                double square = value * value;
                addSquares(words, square, square < LARGE ? Math.fma(value, value, -square) : 0);
            } else {
                set(words, SPECIAL, get(words, SPECIAL) + value);
            }
            set(words, MIN, Math.min(get(words, MIN), value));
            set(words, MAX, Math.max(get(words, MAX), value));
        }
    }

    @Override
    public void combine(long[] into, long[] from) {
        set(into, COUNT, into[COUNT] + from[COUNT]);
        set(into, MIN, Math.min(get(into, MIN), get(from, MIN)));
        set(into, MAX, Math.max(get(into, MAX), get(from, MAX)));
        set(into, SPECIAL, get(into, SPECIAL) + get(from, SPECIAL));
        addSquares(into, get(from, SQUARES), get(from, SQUARES_ERROR));
        addToLimbs(into, get(from, HIGH));
        addToLimbs(into, get(from, LOW));
        carry(from);
        carry(into);
        for (int i = LIMBS; i < LIMBS + LIMB_COUNT; i++) {
            set(into, i, into[i] + from[i]);
        }
        set(into, UNCARRIED, 1);
    }

    private static void addSquares(long[] words, double squares, double error) {
        double before = get(words, SQUARES);
        double after = before + squares;
        set(words, SQUARES, after);
        set(words, SQUARES_ERROR, get(words, SQUARES_ERROR) + error + errorOf(before, squares, after));
    }

    /** The exact error of {@code sum = a + b}, which is itself a {@code double}. */
    private static double errorOf(double a, double b, double sum) {
        double bRounded = sum - a;
        return (a - (sum - bRounded)) + (b - bRounded);
    }

    private static void addToLimbs(long[] words, double value) {
        if (words[UNCARRIED] >= MOST_UNCARRIED) {
            carry(words);
        }
        set(words, UNCARRIED, words[UNCARRIED] + 1);
        long bits = Double.doubleToRawLongBits(value);
        long mantissa = Rounding.mantissa(bits);
        int position = Math.max(1, (int) (bits >>> 52) & 0x7FF) - 1;
        int limb = LIMBS + position / LIMB_BITS;
        int offset = position % LIMB_BITS;
        long low = (mantissa << offset) & 0xFFFF_FFFFL;
        long high = mantissa >>> (LIMB_BITS - offset);
        set(words, limb, words[limb] + (bits < 0 ? -low : low));
        set(words, limb + 1, words[limb + 1] + (bits < 0 ? -high : high));
    }

    private static void carry(long[] words) {
        for (int i = LIMBS; i < LIMBS + LIMB_COUNT - 1; i++) {
            long carry = words[i] >> LIMB_BITS;
            if (carry != 0) {
                set(words, i, words[i] & 0xFFFF_FFFFL);
                set(words, i + 1, words[i + 1] + carry);
            }
        }
        set(words, UNCARRIED, 0);
    }

    private static double get(long[] words, int at) {
        return Double.longBitsToDouble(words[at]);
    }

    private static void set(long[] words, int at, double value) {
        SummaryRow.set(words, at, Double.doubleToRawLongBits(value));
    }

    private static void set(long[] words, int at, long value) {
        SummaryRow.set(words, at, value);
    }

    static DoubleSummaryStats stats(long[] words) {
        long count = words[COUNT];
        double min = get(words, MIN);
        double max = get(words, MAX);
        double special = get(words, SPECIAL);
        if (count == 0) {
            return new DoubleSummaryStats(0, 0, min, max, 0, 0);
        }
        if (special != 0) {
            return new DoubleSummaryStats(count, special, min, max, special, Double.NaN);
        }
        BigInteger sum = limbs(words).add(Rounding.units(get(words, HIGH))).add(Rounding.units(get(words, LOW)));
        BigInteger n = BigInteger.valueOf(count);
        return new DoubleSummaryStats(
                count,
                Rounding.quotient(sum, BigInteger.ONE, Rounding.LEAST_EXPONENT),
                min,
                max,
                Rounding.quotient(sum, n, Rounding.LEAST_EXPONENT),
                variance(words, n, sum));
    }

    /** Returns the limbs as one number, in units of {@code 2^-1074}; moves their carries on. */
    private static BigInteger limbs(long[] words) {
        carry(words);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + (LIMB_COUNT - 1) * Integer.BYTES);
        bytes.putLong(words[LIMBS + LIMB_COUNT - 1]); // only the highest limb has a sign
        for (int i = LIMB_COUNT - 2; i >= 0; i--) {
            bytes.putInt((int) words[LIMBS + i]);
        }
        return new BigInteger(bytes.array());
    }

    private static double variance(long[] words, BigInteger n, BigInteger sum) {
        double squares = get(words, SQUARES);
        if (!Double.isFinite(squares)) {
            return Double.POSITIVE_INFINITY;
        }
        BigInteger all = Rounding.units(squares).add(Rounding.units(get(words, SQUARES_ERROR)));
        BigInteger spread = n.multiply(all).shiftLeft(-Rounding.LEAST_EXPONENT).subtract(sum.multiply(sum));
        return Rounding.quotient(spread.max(BigInteger.ZERO), n.multiply(n), 2 * Rounding.LEAST_EXPONENT);
    }
}
