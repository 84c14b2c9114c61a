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
     * lanesLeft           volatile  volatile  whoever publishes the slot before a gate with lanes
     *                               add       each lane that passes over it
     * items, size, taken  plain     plain     whoever has the slot
     * first, numbers, at,
     * isLast, isTimed, lanes
     *
     * The slot is a parcel: the plain fields belong to one worker at a time, and the volatile store of the phase
     * publishes them to whoever reads that phase and takes the slot through the gate. Before a gate with lanes each item
     * belongs to the worker in its lane; what the lanes did is seen by the last one, through lanesLeft.
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

    /** Puts an item behind the others, with the number of the last one. */
    void append(Object item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size + 1);
        }
        if (numbers != null && numbers.length < items.length) {
            numbers = Arrays.copyOf(numbers, items.length);
        }
        if (numbers != null) {
            numbers[size] = size == 0 ? first : numbers[size - 1];
        }
        items[size++] = item;
    }

    void clear() {
        Arrays.fill(items, 0, size, null);
        size = 0;
        numbers = null;
        isLast = false;
        if (items.length > MOST_KEPT) {
            items = new @Nullable Object[1];
        }
    }
}
