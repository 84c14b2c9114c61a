/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import java.io.Serial;
import java.time.Duration;

/** Thrown when not all inputs were done in the time that {@link Parallel#deadline} allows. */
public final class DeadlineException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    DeadlineException(Duration deadline) {
        super("not done within " + deadline);
    }
}
