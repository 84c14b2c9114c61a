/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import dev.heddle.internal.Padding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The fields of a {@link Slot}, between its paddings. */
abstract class SlotFields extends Padding {
    private static final VarHandle LANES_LEFT =
            fieldVarHandle(MethodHandles.lookup(), "lanesLeft", VarHandle.class, SlotFields.class, int.class);

    /** The phase of a slot that nobody uses. */
    static final int FREE = 0;

    /** The phase of a slot that a worker carries. Any greater phase is the number of the gate it stands before. */
    static final int CARRIED = -1;

    volatile int phase;

    @Nullable
    Object[] items = new @Nullable Object[1];

    int size;

    /** How many items the source gave for this slot, which is what the window counts. */
    int taken;

    /** The number of the first item. */
    long first;

    /** The number of each item; null while they follow the first one without a gap. */
    long @Nullable [] numbers;

    /** The step that has, or last had, the slot. */
    int at;

    /** Whether each stage takes the time that it needs for the slot. */
    boolean isTimed;

    /** Whether no item follows those in this slot. */
    boolean isLast;

    /** The lane of each item, before a gate with lanes. */
    int[] lanes = new int[1];

    /** How many lanes have not passed over the slot yet. */
    volatile int lanesLeft;

    /** Answers whether this was the last lane. */
    final boolean passLane() {
        return (int) LANES_LEFT.getAndAdd(this, -1) == 1;
    }
}
