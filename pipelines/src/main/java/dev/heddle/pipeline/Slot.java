/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A few items on their way through the stages together. An item that is left out leaves null in its place, so that the
 * others keep their numbers.
 */
@SuppressWarnings("unused") // the trailing longs only take space
final class Slot extends SlotFields {
    /*
     * field               read      write     who writes
     * ------------------  --------  --------  -----------------------------------------------------------------
     * phase               volatile  volatile  whoever has the slot, to hand it on: FREE -> CARRIED by the worker
     *                                         in the source, CARRIED -> gate by its carrier, gate -> gate or
     *                                         FREE by the worker inside the gate
     * items, size, taken  plain     plain     whoever has the slot
     * first, numbers, at
     *
     * The slot is a parcel: the plain fields belong to one worker at a time, and the volatile store of the phase
     * publishes them to whoever reads that phase and takes the slot through the gate.
     */
    /** A longer array, which a flatMap made, is not kept for later. */
    private static final int MOST_KEPT = 4096;

    private long after1;
    private long after2;
    private long after3;
    private long after4;
    private long after5;
    private long after6;
    private long after7;

    /** Makes room for items. What was inside is lost. */
    void reserve(int capacity) {
        if (items.length < capacity) {
            items = new @Nullable Object[Math.max(capacity, Math.min(2 * items.length, 1 << 20))];
        }
    }

    long number(int index) {
        return numbers == null ? first + index : numbers[index];
    }

    /** How many items are inside. */
    int count() {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (items[i] != null) {
                count++;
            }
        }
        return count;
    }

    void clear() {
        Arrays.fill(items, 0, size, null);
        size = 0;
        numbers = null;
        if (items.length > MOST_KEPT) {
            items = new @Nullable Object[1];
        }
    }
}
