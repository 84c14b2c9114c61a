/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import java.math.BigInteger;

/** Exact numbers made into the nearest {@code double}. */
final class Rounding {
    /** The exponent of the least {@code double} above zero. */
    static final int LEAST_EXPONENT = -1074;

    private static final int PRECISION = 53;

    private Rounding() {}

    /**
     * Returns the {@code double} nearest to {@code numerator / denominator * 2^exponent}; of two, the one whose last
     * bit is zero; infinity beyond the greatest.
     */
    static double quotient(BigInteger numerator, BigInteger denominator, int exponent) {
        BigInteger magnitude = numerator.abs();
        int scale = exponent;
        boolean inexact = false;
        if (!denominator.equals(BigInteger.ONE)) {
            // Enough bits that none of those that count is lost, be the result normal or not.
            int shift = Math.max(0, denominator.bitLength() + PRECISION + 2 - magnitude.bitLength());
            BigInteger[] divided = magnitude.shiftLeft(shift).divideAndRemainder(denominator);
            magnitude = divided[0];
            inexact = divided[1].signum() != 0;
            scale -= shift;
        }
        double result = nearest(magnitude, inexact, scale);
        return numerator.signum() < 0 ? -result : result;
    }

    /** Returns the {@code double} nearest to {@code magnitude * 2^exponent}, or to a little more if {@code inexact}. */
    private static double nearest(BigInteger magnitude, boolean inexact, int exponent) {
        int bits = magnitude.bitLength();
        long top = (long) bits + exponent; // the value is below 2^top
        if (top > Double.MAX_EXPONENT + 1) {
            return Double.POSITIVE_INFINITY;
        }
        long kept = Math.min(PRECISION, top - LEAST_EXPONENT);
        if (kept < 0) {
            return 0;
        }
        int dropped = (int) (bits - kept);
        if (dropped <= 0) {
            return Math.scalb(magnitude.doubleValue(), exponent);
        }
        long mantissa = magnitude.shiftRight(dropped).longValue();
        if (magnitude.testBit(dropped - 1)
                && ((mantissa & 1) != 0 || inexact || magnitude.getLowestSetBit() < dropped - 1)) {
            mantissa++;
        }
        return Math.scalb((double) mantissa, exponent + dropped);
    }

    /** Returns a finite {@code value} in units of {@code 2^LEAST_EXPONENT}. */
    static BigInteger units(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = Math.max(1, (int) (bits >>> (PRECISION - 1)) & 0x7FF);
        BigInteger magnitude = BigInteger.valueOf(mantissa(bits)).shiftLeft(exponent - 1);
        return value < 0 ? magnitude.negate() : magnitude;
    }

    /** Returns the 53 bits that the exponent of a {@code double} scales. */
    static long mantissa(long bits) {
        long fraction = bits & ((1L << (PRECISION - 1)) - 1);
        return (bits >>> (PRECISION - 1) & 0x7FF) == 0 ? fraction : fraction | 1L << (PRECISION - 1);
    }
}
