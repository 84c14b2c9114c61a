/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serial;
import java.time.Duration;

/** Thrown when a run takes longer than {@link Job#deadline} allows. */
public final class DeadlineException extends JobException {
    @Serial
    private static final long serialVersionUID = 1;

    DeadlineException(Duration deadline) {
        super("", -1, "not done within " + seconds(deadline) + " s", null);
    }

    private static String seconds(Duration deadline) {
        return java.math.BigDecimal.valueOf(deadline.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
