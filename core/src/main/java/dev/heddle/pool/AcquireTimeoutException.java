/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * No connection could be had in time. The cause is the last failure to open or to validate one for the same key, if
 * there was one since the caller began to wait.
 */
public final class AcquireTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** How long the caller had waited. */
    private final Duration waited;

    /**
     * Makes an exception.
     *
     * @param message the pool, the key in its printable form, and how the pool stood
     * @param waited how long the caller had waited
     * @param cause the last failure to open or to validate a connection, null when there was none
     */
    public AcquireTimeoutException(String message, Duration waited, @Nullable Throwable cause) {
        super(message, cause);
        this.waited = waited;
    }

    /**
     * How long the caller had waited.
     *
     * @return the time from the call to this exception
     */
    public Duration waited() {
        return waited;
    }
}
