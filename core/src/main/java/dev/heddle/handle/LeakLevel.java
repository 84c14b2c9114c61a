/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

/** How much is done to find handles that are dropped without being closed. */
public enum LeakLevel {
    /** Nothing: a dropped handle keeps its share for ever. Opening a handle does no work for this. */
    OFF,

    /** A dropped handle is found, counted, reported and given back. The report has no stack. */
    COUNTED,

    /** As {@link #COUNTED}, and about one handle in four thousand carries the stack that opened it. */
    SAMPLED,

    /**
     * As {@link #COUNTED}, and every handle carries the stack that opened it. For the hunt: a stack costs about 1 us.
     */
    FULL
}
