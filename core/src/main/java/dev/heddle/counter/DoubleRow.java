/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A row of {@code double} values. */
@SuppressWarnings("unused") // the last fields are padding
final class DoubleRow extends SummaryRow {
    /*
     * A finite value is a whole number of 53 bits, scaled by its exponent. Values of one exponent are summed in a bin as
     * whole numbers, and so are their squares: the sum in one word, the squares in two. Nothing is rounded (Neal, "Fast
     * exact summation using small and large superaccumulators", 2015; here there are bins for a few exponents only, and
     * for squares).
     *
     * An exponent has one place where its bin can be, its low bits. Values that lie within 32 powers of two of each
     * other, like durations from a nanosecond to four seconds, all have bins. Whatever else comes turns the bin that is
     * in its place out into the limbs, which hold all exponents; a bin that is nearly full goes there, too. A bin is
     * good for at least 512 values.
     *
     * Zeros have no bin and need none. Values below 2^-1022 go into the limbs at once; NaN and infinities into a sum of
     * their own.
     */
    private static final VarHandle MIN =
            fieldVarHandle(MethodHandles.lookup(), "min", VarHandle.class, DoubleRow.class, double.class);
    private static final VarHandle MAX =
            fieldVarHandle(MethodHandles.lookup(), "max", VarHandle.class, DoubleRow.class, double.class);
    private static final VarHandle SPECIAL =
            fieldVarHandle(MethodHandles.lookup(), "special", VarHandle.class, DoubleRow.class, double.class);

    private static final int FRACTION_BITS = 52;
    private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
    private static final int EXPONENT = 0x7FF;

    private static final int BINS = 32;
    /** A bin: its exponent, its sum, its squares in two words. */
    private static final int BIN = 4;

    /** Neither a value nor its square takes a sum that is below this into the sign. */
    private static final long MOST_IN_A_BIN = 1L << 61;

    private static final int BINS_FROM = PADDING;
    private static final int BINS_TO = BINS_FROM + BINS * BIN;
    private static final int SUM = BINS_TO;
    private static final int SQUARES = SUM + DoubleMoments.SUM_SIZE;
    private static final int END = SQUARES + DoubleMoments.SQUARES_SIZE;

    private static final long NO_EXPONENT = -1;

    /** In a copy the bins stand behind what the totals have. */
    private static final int COPIED_BINS = DoubleMoments.SIZE;

    @SuppressWarnings("unused") // accessed through MIN
    private volatile double min = Double.POSITIVE_INFINITY;

    @SuppressWarnings("unused") // accessed through MAX
    private volatile double max = Double.NEGATIVE_INFINITY;

    @SuppressWarnings("unused") // accessed through SPECIAL
    private volatile double special;

    private long after1;
    private long after2;
    private long after3;
    private long after4;
    private long after5;
    private long after6;
    private long after7;
    private long after8;
    private long after9;
    private long after10;
    private long after11;
    private long after12;
    private long after13;
    private long after14;
    private long after15;

    private final long[] words = new long[END + PADDING];

    DoubleRow() {
        for (int bin = BINS_FROM; bin < BINS_TO; bin += BIN) {
            words[bin] = NO_EXPONENT;
        }
    }

    /** Records as the owner. What can be known before is computed before the reader has to wait. */
    void recordOwned(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long exponent = (bits >>> FRACTION_BITS) & EXPONENT;
        int bin = bin((int) exponent);
        long[] current = words;
        long magnitude = (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
        long sign = bits >> 63;
        long sum = current[bin + 1] + ((magnitude ^ sign) - sign);
        long low = magnitude * magnitude;
        long squaresLow = current[bin + 2] + low;
        long squaresHigh = current[bin + 3] + Math.multiplyHigh(magnitude, magnitude) + Limbs.carry(squaresLow, low);
        if (current[bin] != exponent || ((sum ^ (sum << 1)) | squaresHigh) < 0) {
            recordRare(bits);
            return;
        }
        long odd = begin();
        Limbs.set(current, bin + 1, sum);
        Limbs.set(current, bin + 2, squaresLow);
        Limbs.set(current, bin + 3, squaresHigh);
        if (value < (double) MIN.get(this)) { // neither a zero nor NaN, so this is what Math.min does
            MIN.setOpaque(this, value);
        }
        if (value > (double) MAX.get(this)) {
            MAX.setOpaque(this, value);
        }
        end(odd);
    }

    private void recordRare(long bits) {
        begin();
        add(bits);
        end();
    }

    @Override
    void add(long bits) {
        double value = Double.longBitsToDouble(bits);
        int exponent = exponent(bits);
        long magnitude = Rounding.mantissa(bits);
        long signed = bits < 0 ? -magnitude : magnitude;
        long low = magnitude * magnitude;
        long high = Math.multiplyHigh(magnitude, magnitude);
        if (exponent == EXPONENT) {
            SPECIAL.setOpaque(this, (double) SPECIAL.get(this) + value);
        } else if (exponent == 0) {
            if (magnitude != 0) {
                addToLimbs(words, SUM, 1, signed, low, high);
            }
        } else {
            int bin = bin(exponent);
            if (words[bin] != exponent || isNearlyFull(bin)) {
                empty(bin);
                Limbs.set(words, bin, exponent);
            }
            Limbs.set(words, bin + 1, words[bin + 1] + signed);
            Limbs.add(words, bin + 2, bin + 4, low, high);
        }
        noteExtremes(value, value);
    }

    /** Whether one more value might overflow a bin. */
    private boolean isNearlyFull(int bin) {
        return Math.abs(words[bin + 1]) >= MOST_IN_A_BIN || words[bin + 3] >= MOST_IN_A_BIN;
    }

    private static int exponent(long bits) {
        return (int) (bits >>> FRACTION_BITS) & EXPONENT;
    }

    private static int bin(int exponent) {
        return BINS_FROM + (exponent & (BINS - 1)) * BIN;
    }

    private void empty(int bin) {
        if (words[bin] != NO_EXPONENT) {
            addToLimbs(words, SUM, (int) words[bin], words[bin + 1], words[bin + 2], words[bin + 3]);
            Limbs.set(words, bin + 1, 0);
            Limbs.set(words, bin + 2, 0);
            Limbs.set(words, bin + 3, 0);
        }
    }

    /** Adds what a bin of this exponent holds to a sum and a sum of squares that stand behind each other. */
    private static void addToLimbs(long[] into, int from, int exponent, long sum, long squaresLow, long squaresHigh) {
        int squaresFrom = from + DoubleMoments.SUM_SIZE;
        int scale = exponent - 1; // the exponent of the least normal values, and of all below them, is 1
        Limbs.addShifted(into, from, squaresFrom, sum, sum >> 63, scale);
        Limbs.addShifted(
                into, squaresFrom, squaresFrom + DoubleMoments.SQUARES_SIZE, squaresLow, squaresHigh, 2 * scale);
    }

    @Override
    void addTotals(long[] totals) {
        noteExtremes(DoubleMoments.get(totals, DoubleMoments.MIN), DoubleMoments.get(totals, DoubleMoments.MAX));
        SPECIAL.setOpaque(this, (double) SPECIAL.get(this) + DoubleMoments.get(totals, DoubleMoments.SPECIAL));
        Limbs.addAll(words, SUM, SQUARES, totals, DoubleMoments.SUM);
        Limbs.addAll(words, SQUARES, END, totals, DoubleMoments.SQUARES);
    }

    @Override
    long[] copy(long count) {
        long[] copy = new long[COPIED_BINS + BINS * BIN];
        copy[Moments.COUNT] = count;
        copy[DoubleMoments.MIN] = Double.doubleToRawLongBits((double) MIN.getOpaque(this));
        copy[DoubleMoments.MAX] = Double.doubleToRawLongBits((double) MAX.getOpaque(this));
        copy[DoubleMoments.SPECIAL] = Double.doubleToRawLongBits((double) SPECIAL.getOpaque(this));
        Limbs.copyOpaque(words, SUM, copy, DoubleMoments.SUM, END - SUM);
        Limbs.copyOpaque(words, BINS_FROM, copy, COPIED_BINS, BINS * BIN);
        return copy;
    }

    @Override
    long[] totals(long[] copy) {
        for (int bin = COPIED_BINS; bin < copy.length; bin += BIN) {
            if (copy[bin] != NO_EXPONENT) {
                addToLimbs(copy, DoubleMoments.SUM, (int) copy[bin], copy[bin + 1], copy[bin + 2], copy[bin + 3]);
            }
        }
        return copy;
    }

    private void noteExtremes(double least, double greatest) {
        MIN.setOpaque(this, Math.min((double) MIN.get(this), least));
        MAX.setOpaque(this, Math.max((double) MAX.get(this), greatest));
    }
}
