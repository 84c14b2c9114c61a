/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The report of one handle that was dropped without being closed. Its share has been given back.
 *
 * @param kind the kind of resource, a class name; never the resource's own text, which may hold secrets
 * @param opened the stack that opened the handle, null when it was not recorded
 */
public record Leak(String kind, @Nullable Throwable opened) {
    /**
     * Checks the parts.
     *
     * @param kind the kind of resource
     * @param opened the stack that opened the handle, null when it was not recorded
     */
    public Leak {
        requireNonNull(kind, "kind");
    }
}
