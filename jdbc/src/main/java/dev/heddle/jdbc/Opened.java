/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import org.jspecify.annotations.Nullable;

/** An entry of {@link OpenWork}, which guards its links. */
final class Opened {
    final AutoCloseable resource;

    @Nullable
    Opened older;

    @Nullable
    Opened newer;

    Opened(AutoCloseable resource) {
        this.resource = resource;
    }
}
