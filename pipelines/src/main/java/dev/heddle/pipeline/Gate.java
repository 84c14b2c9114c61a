/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/** Where published slots wait for a stage that not every worker may enter, and the steps that follow it freely. */
interface Gate {
    /** Hands a slot to this gate. The caller must then try to advance it. */
    void publish(Slot slot);

    /**
     * Enters if there is room and a slot, works, leaves, and hands the slots on.
     *
     * @return whether there was anything to do, in which case the caller must look everywhere again
     */
    boolean tryAdvance(Worker worker);

    /** Tells whether {@link #tryAdvance} would find both a slot and room. */
    boolean isReady();
}
