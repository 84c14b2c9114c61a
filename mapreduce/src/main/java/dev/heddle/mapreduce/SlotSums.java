/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;

/** Sums of keys of some lengths in the slots of an open-addressing table, all but what is done with one slot. */
abstract class SlotSums {
    /*
     * What looks at keys stands in the subclasses, twice, with the width of a slot as a constant: the loops take a few
     * nanoseconds, and one loop for keys of one and of two longs would ask at each slot which it is.
     *
     * No field is shared, see SumTable.
     */
    final SumTable owner;
    final Seeds seeds;

    /** How many upper bits all hashes in this table share; they do not help to find a slot. */
    final int shared;

    private final int width;
    long[] slots;
    int shift;
    private int size;
    private int max;
    private boolean isFilledClosely;

    /** Whether a slot belongs to the key that came first to it, and others go on to a partition. */
    boolean isFront;

    SlotSums(SumTable owner, Seeds seeds, int shared, int slotCount, int width) {
        this.owner = owner;
        this.seeds = seeds;
        this.shared = shared;
        this.width = width;
        slots = new long[slotCount * width];
        shift = Long.numberOfLeadingZeros(slotCount) + 1;
        max = slotCount / 2;
    }

    /** Lets the slots be filled to three quarters before there are more, where few keys more are expected. */
    final void fillClosely() {
        isFilledClosely = true;
        max = slotCount() / 4 * 3;
    }

    /**
     * Makes room for so many keys more. Those of another table come in the order of their slots, and would crowd the
     * first ones of a table that grows meanwhile.
     */
    final void reserve(int keys) {
        while (size + (long) keys > max) {
            grow();
        }
    }

    /** How many keys there are, of a table that is not partitioned. */
    final int size() {
        return size;
    }

    final int slotCount() {
        return slots.length / width;
    }

    final long bytes() {
        return (long) Long.BYTES * slots.length;
    }

    /** Counts a key that has come into a free slot. */
    final void added() {
        if (++size > max) {
            full();
        }
    }

    /** Becomes a front, or grows where there is room, else is filled more closely, else is spilled. */
    private void full() {
        if (bytes() >= SumTable.FRONT_BYTES && owner.mayPartition()) {
            becomeFront();
        } else if (owner.fits(2 * bytes())) {
            grow();
        } else if (!isFilledClosely) {
            fillClosely();
        } else {
            owner.spillAll();
        }
    }

    /** Keys that are in the slot of another key go on to their partitions. */
    private void becomeFront() {
        isFront = true;
        long[] old = slots;
        slots = new long[old.length];
        addAll(old);
    }

    private void grow() {
        long[] old = slots;
        slots = new long[SumTable.grown(old.length)];
        shift--;
        max = isFilledClosely ? slotCount() / 4 * 3 : slotCount() / 2;
        size = 0;
        addAll(old);
    }

    final void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    /** Adds what is in other slots. */
    abstract void addAll(long[] old);

    /** Shows each key once, in no order, of a table that is not partitioned. */
    abstract void forEach(SumTable.Entries entries);

    /** See {@link SumTable#forEachOfPart}. */
    abstract void forEachOfPart(int part, int bits, SumTable.Entries entries);
}
