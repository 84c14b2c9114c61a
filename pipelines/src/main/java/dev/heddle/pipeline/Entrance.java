/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import dev.heddle.internal.Padding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The fields of a {@link Door}, between its paddings. */
abstract class Entrance extends Padding {
    private static final VarHandle INSIDE =
            fieldVarHandle(MethodHandles.lookup(), "inside", VarHandle.class, Entrance.class, int.class);

    /** How many workers are inside. */
    volatile int inside;

    /** The number of the slot that enters next, in the order of the source. */
    volatile long cursor;

    /** How many slots have left the run here, and how many items of the source they had. Only the last gate counts. */
    volatile long freedSlots;

    volatile long freedItems;

    final boolean casInside(int expect, int update) {
        return INSIDE.compareAndSet(this, expect, update);
    }

    final void addInside(int delta) {
        INSIDE.getAndAdd(this, delta);
    }
}
