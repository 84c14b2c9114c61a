/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a stage does when its function throws.
 *
 * @param retries how often the function is called again
 * @param backoffNanos the pause before the first of these calls; doubled before each further one
 * @param handler makes another item of the failure, or null to leave the item out; null itself to end the run
 */
record Policy(int retries, long backoffNanos, @Nullable Function<Failure, @Nullable Object> handler) {
    static final Policy FAIL_FAST = new Policy(0, 0, null);

    private static final int MOST_DOUBLINGS = 10;

    /** The pause before call number {@code retry}, counted from 0. */
    long pauseNanos(int retry) {
        long factor = 1L << Math.min(retry, MOST_DOUBLINGS);
        return backoffNanos > Long.MAX_VALUE / factor ? Long.MAX_VALUE : backoffNanos * factor;
    }
}
