/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

/** A resource of the harnesses, which knows whether it is closed. */
final class Thing {
    volatile boolean closed;

    void close() {
        closed = true;
    }
}
