/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The sums of those keys of a {@link SumTable} that have up to 7 bytes. */
final class SmallSums {
    /*
     * slots   {key | (length + 1) << 56, sum}, open addressing; the length stands in the key, so that zero bytes in a key
     *         and zero padding behind it are told apart, and so that a used slot is never all zero
     * front   the same, for keys that came first to their slot and nothing displaced; there once the slots are more than
     *         fit beside the processor
     * keys, deltas   what is to be added to the slots and is in no front, by partition
     *
     * See SumTable for why there is a front. No field is shared.
     */
    static final long SLOT_BYTES = 16;

    private static final long FRONT_BYTES = SLOT_BYTES * (SumTable.FRONT_SLOTS + SumTable.ALL_WAITING);

    private final SumTable owner;
    private final Seeds seeds;

    /** How many upper bits all hashes in this table share; they do not help to find a slot. */
    private final int shared;

    private long[] slots;
    private int shift;
    private int size;
    private int max;

    /** Where a key is looked for first: the front or, without one, the slots. */
    long[] first;

    int firstShift;

    private boolean hasFront;
    private long[] keys = {};
    private long[] deltas = {};

    /** How many keys wait, by partition. */
    private int[] waiting = {};

    /** Takes what was loaded ahead, so that loading is not dropped as useless. */
    @SuppressWarnings("unused")
    private long loaded;

    SmallSums(SumTable owner, Seeds seeds, int shared, int slotCount) {
        this.owner = owner;
        this.seeds = seeds;
        this.shared = shared;
        slots = new long[slotCount * 2];
        shift = SumTable.shift(slotCount);
        max = slotCount / 2;
        first = slots;
        firstShift = shift;
    }

    static long hash(Seeds seeds, long key) {
        long h = key * seeds.m0();
        return (h ^ h >>> 32) * seeds.m1();
    }

    long hash(long key) {
        return hash(seeds, key);
    }

    void fillClosely() {
        max = slotCount() / 4 * 3;
    }

    /** How many keys there are, of a table that is settled. */
    int size() {
        return size;
    }

    int slotCount() {
        return slots.length >> 1;
    }

    long bytes() {
        return Long.BYTES * ((long) slots.length + keys.length + deltas.length + (hasFront ? first.length : 0));
    }

    void add(long key, long delta) {
        if (!hasFront) {
            addToSlots(key, delta);
            return;
        }
        int at = (int) (hash(key) >>> firstShift) << 1;
        long there = first[at];
        if (there == key) {
            first[at + 1] = Math.addExact(first[at + 1], delta);
        } else if (there == 0) {
            first[at] = key;
            first[at + 1] = delta;
        } else {
            int partition = (int) (hash(key) >>> (64 - SumTable.PARTITION_BITS));
            int place = partition * SumTable.WAITING + waiting[partition]++;
            keys[place] = key;
            deltas[place] = delta;
            if (waiting[partition] == SumTable.WAITING) {
                addWaiting(partition);
            }
        }
    }

    private void addToSlots(long key, long delta) {
        long[] table = slots;
        int mask = table.length - 1;
        int at = (int) (hash(key) << shared >>> shift) << 1;
        while (true) {
            long there = table[at];
            if (there == key) {
                table[at + 1] = Math.addExact(table[at + 1], delta);
                return;
            }
            if (there == 0) {
                table[at] = key;
                table[at + 1] = delta;
                if (++size > max) {
                    full();
                }
                return;
            }
            at = (at + 2) & mask;
        }
    }

    private void addWaiting(int partition) {
        int from = partition * SumTable.WAITING;
        int to = from + waiting[partition];
        waiting[partition] = 0;
        long[] table = slots;
        long sum = 0;
        for (int i = from; i < to; i++) {
            // No load waits for another one, so the processor has many of them under way at once.
            sum += table[(int) (hash(keys[i]) >>> shift) << 1];
        }
        loaded = sum;
        for (int i = from; i < to; i++) {
            addToSlots(keys[i], deltas[i]);
        }
    }

    /** Brings all keys into the slots, which may be spilled meanwhile. */
    void settle() {
        for (int partition = 0; partition < waiting.length; partition++) {
            if (waiting[partition] > 0) {
                addWaiting(partition);
            }
        }
        while (hasFront) {
            long[] front = first;
            hasFront = false;
            first = slots;
            firstShift = shift;
            // The slots may grow on the way and put an empty front before them.
            for (int at = 0; at < front.length; at += 2) {
                if (front[at] != 0) {
                    addToSlots(front[at], front[at + 1]);
                }
            }
        }
    }

    /** Grows where there is room, else is filled more closely, else is spilled. */
    private void full() {
        int count = slotCount();
        if (owner.fits(2 * SLOT_BYTES * count)) {
            grow();
            addFront();
        } else if (max == count / 2) {
            max = count / 4 * 3;
        } else {
            owner.spillSlots();
        }
    }

    private void grow() {
        long[] old = slots;
        slots = new long[SumTable.grown(old.length)];
        shift--;
        max = slots.length >> 2;
        size = 0;
        if (!hasFront) {
            first = slots;
            firstShift = shift;
        }
        for (int at = 0; at < old.length; at += 2) {
            if (old[at] != 0) {
                addToSlots(old[at], old[at + 1]);
            }
        }
    }

    private void addFront() {
        if (!hasFront && slotCount() > SumTable.FRONT_SLOTS && owner.wantsFront(FRONT_BYTES)) {
            hasFront = true;
            first = new long[SumTable.FRONT_SLOTS * 2];
            firstShift = SumTable.shift(SumTable.FRONT_SLOTS);
            if (keys.length == 0) {
                // Not anew after the slots were spilled: that may be in the middle of adding the keys that waited.
                waiting = new int[1 << SumTable.PARTITION_BITS];
                keys = new long[SumTable.ALL_WAITING];
                deltas = new long[SumTable.ALL_WAITING];
            }
        }
    }

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
        addFront();
    }

    /** The sum of a key, null if nothing was added for it. */
    @Nullable
    Long get(long key) {
        int at = (int) (hash(key) << shared >>> shift) << 1;
        while (slots[at] != 0 && slots[at] != key) {
            at = (at + 2) & (slots.length - 1);
        }
        return slots[at] == 0 ? null : slots[at + 1];
    }

    long key(int slot) {
        return slots[2 * slot];
    }

    long sum(int slot) {
        return slots[2 * slot + 1];
    }

    /** See {@link SumTable#forEachOfPart}. */
    void forEachOfPart(int part, int bits, SumTable.Entries entries) {
        int count = slotCount();
        int end = SumTable.end(part, bits, count);
        for (int slot = SumTable.start(part, bits, count); ; slot++) {
            int at = (slot & (count - 1)) << 1;
            long key = slots[at];
            if (key == 0) {
                if (slot >= end) {
                    return;
                }
            } else if (hash(key) >>> (64 - bits) == part) {
                entries.small(key, slots[at + 1]);
            }
        }
    }

    void forEach(SumTable.Entries entries) {
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at] != 0) {
                entries.small(slots[at], slots[at + 1]);
            }
        }
    }
}
