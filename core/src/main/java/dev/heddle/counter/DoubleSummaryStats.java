/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/**
 * What a {@link DoubleSummary} has seen, at the time of {@link DoubleSummary#stats}.
 *
 * <p>Sum and mean with a NaN or with infinities among the values are what {@link java.util.DoubleSummaryStatistics}
 * makes of them; the variance is NaN then.
 *
 * @param count how many values
 * @param sum the {@code double} nearest to the exact sum, infinite if the exact sum is beyond all of them; 0 when there
 *     is no value
 * @param min the least value, NaN if one value was, {@link Double#POSITIVE_INFINITY} when there is none
 * @param max the greatest value, NaN if one value was, {@link Double#NEGATIVE_INFINITY} when there is none
 * @param mean the {@code double} nearest to the exact mean, and so from {@code min} to {@code max}, even where the sum
 *     is infinite; 0 when there is no value
 * @param variance the {@code double} nearest to the exact mean of the squared distances from the mean; 0 when there is
 *     no value
 */
public record DoubleSummaryStats(long count, double sum, double min, double max, double mean, double variance) {
    /**
     * Returns the square root of the variance.
     *
     * @return the standard deviation of the values themselves, not an estimate for more of their kind
     */
    public double standardDeviation() {
        return Math.sqrt(variance);
    }
}
