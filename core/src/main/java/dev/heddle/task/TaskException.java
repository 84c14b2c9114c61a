/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a function failed at an input, or the inputs themselves did: what was thrown is the cause. What other
 * functions threw before all threads had ended is suppressed on this exception.
 */
public final class TaskException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** The number of the input. */
    private final long input;

    TaskException(long input, @Nullable Throwable cause) {
        super("failed at input " + input + (cause == null ? "" : ": " + cause), cause);
        this.input = input;
    }

    /**
     * Tells at which input.
     *
     * @return the number of the input, counted from 0 in the order of the inputs
     */
    public long input() {
        return input;
    }
}
