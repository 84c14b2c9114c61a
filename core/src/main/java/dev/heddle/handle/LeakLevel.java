/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

/** How much is done to find handles that are dropped without being closed. */
public enum LeakLevel {
    /** Nothing: a dropped handle keeps its share for ever. Opening a handle does no work for this. */
    OFF(-1),

    /** A dropped handle is found, counted, reported and given back. The report has no stack. */
    COUNTED(-1),

    /**
     * As {@link #COUNTED}, and about one handle in four thousand carries the stack that opened it; of the leases of a
     * connection that is pooled, one in as many.
     */
    SAMPLED(Integer.MIN_VALUE | 4095),

    /**
     * As {@link #COUNTED}, and every handle carries the stack that opened it. For the hunt: a stack costs about 1 us.
     */
    FULL(0);

    private final long unsampled;

    LeakLevel(int unsampled) {
        this.unsampled = (long) unsampled << 32;
    }

    /** A share whose number, above 0, has one of these bits gets no stack; both are in the upper half. */
    long unsampled() {
        return unsampled;
    }
}
