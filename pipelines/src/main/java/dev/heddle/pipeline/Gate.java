/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import org.jspecify.annotations.Nullable;

/** Where published slots wait for a stage that not every worker may enter, and the steps that follow it freely. */
interface Gate {
    /** Hands a slot to this gate. Somebody must then try to advance it. */
    void publish(Slot slot, Worker worker);

    /**
     * Enters if there is room and a slot, works, leaves, and hands the slots on.
     *
     * @return whether there was anything to do, in which case the caller must look everywhere again
     */
    boolean tryAdvance(Worker worker);

    /** Tells whether {@link #tryAdvance} would find both a slot and room. */
    boolean isReady();

    /** The one worker that may enter; null when every carrier may. */
    default @Nullable Worker owner() {
        return null;
    }

    /** The time at which this gate becomes ready without anybody's doing; 0 when there is none. */
    default long wakeAt() {
        return 0;
    }
}
