/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import java.math.BigInteger;

/**
 * What a {@link LongSummary} has seen, at the time of {@link LongSummary#stats}.
 *
 * @param count how many values
 * @param exactSum their sum, whatever its size
 * @param min the least value, {@link Long#MAX_VALUE} when there is none
 * @param max the greatest value, {@link Long#MIN_VALUE} when there is none
 * @param mean the {@code double} nearest to the exact mean, and so from {@code min} to {@code max}; 0 when there is no
 *     value
 * @param variance the {@code double} nearest to the exact mean of the squared distances from the mean; 0 when there is
 *     no value
 */
public record LongSummaryStats(long count, BigInteger exactSum, long min, long max, double mean, double variance) {
    /**
     * Returns the sum.
     *
     * @return the exact sum
     * @throws ArithmeticException if the sum does not fit into a {@code long}
     */
    public long sum() {
        return exactSum.longValueExact();
    }

    /**
     * Returns the square root of the variance.
     *
     * @return the standard deviation of the values themselves, not an estimate for more of their kind
     */
    public double standardDeviation() {
        return Math.sqrt(variance);
    }
}
