/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.ResourceEstimator;

/**
 * The settings of a test in its fork, with the longest strides that fit into memory and time.
 *
 * <p>jcstress finds them in two hundred and fifty steps, which take longer than a short pass has for the test itself,
 * and ends with strides of one on a machine so busy that a single sample seems to take an iteration. Eight steps do,
 * and the time counts only where a stride is full.
 */
final class Strides extends ForkedTestConfig {
    private static final int FACTOR = 4;

    /**
     * Reads the settings.
     *
     * @param in what the parent has written
     * @throws IOException when the parent is gone
     */
    Strides(DataInputStream in) throws IOException {
        super(in);
    }

    @Override
    public void adjustStrideCount(ResourceEstimator estimator) {
        int most = strideSize * strideCount;
        int fits = 1;
        for (int count = 1; fits(estimator, count); count = Math.min(most, count * FACTOR)) {
            fits = count;
            if (count == most) {
                break;
            }
        }
        strideSize = Math.min(fits, strideSize);
        strideCount = fits / strideSize;
    }

    private boolean fits(ResourceEstimator estimator, int count) {
        long[] used = new long[2];
        try {
            estimator.runWith(count, used);
        } catch (OutOfMemoryError e) {
            return false;
        }
        return used[0] <= (long) maxFootprintMB << 20
                && (count <= strideSize || used[1] <= TimeUnit.MILLISECONDS.toNanos(time));
    }
}
