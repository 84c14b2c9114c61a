/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

/**
 * No connection can be opened, and waiting would not help: {@link Connector#isFinal} said so of the cause, the last
 * failure to open one for the same key.
 */
public final class OpenFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param message the pool, and the key in its printable form
     * @param cause what the connector threw
     */
    public OpenFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
