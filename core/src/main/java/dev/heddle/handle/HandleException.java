/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import org.jspecify.annotations.Nullable;

/** A resource could not be made or closed. The cause is what the maker or the closer threw. */
public final class HandleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param message what failed
     * @param cause what the maker or the closer threw, null when there is nothing to name
     */
    public HandleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
