/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The sums of those keys of a {@link SumTable} that have 8 to 15 bytes. */
final class MediumSums {
    /*
     * slots   {first 8 bytes, the others | length << 56, sum, unused}, open addressing
     * front, lows, highs, deltas   as in SmallSums, where there is more about them
     */
    static final long SLOT_BYTES = 32;

    private static final int FRONT_SLOTS = SumTable.FRONT_SLOTS / 2;
    private static final long FRONT_BYTES = SLOT_BYTES * (FRONT_SLOTS + SumTable.ALL_WAITING);

    private final SumTable owner;
    private final Seeds seeds;

    /** How many upper bits all hashes in this table share; they do not help to find a slot. */
    private final int shared;

    private long[] slots;
    private int shift;
    private int size;
    private int max;
    private long @Nullable [] front;
    private long[] lows = {};
    private long[] highs = {};
    private long[] deltas = {};

    /** How many keys wait, by partition. */
    private int[] waiting = {};

    /** Takes what was loaded ahead, so that loading is not dropped as useless. */
    @SuppressWarnings("unused")
    private long loaded;

    MediumSums(SumTable owner, Seeds seeds, int shared, int slotCount) {
        this.owner = owner;
        this.seeds = seeds;
        this.shared = shared;
        slots = new long[slotCount * 4];
        shift = SumTable.shift(slotCount);
        max = slotCount / 2;
    }

    long hash(long low, long high) {
        long h = (low + seeds.s0()) * seeds.m0();
        h = ((h ^ h >>> 32) + high) * seeds.m1();
        return (h ^ h >>> 29) * seeds.m0();
    }

    void fillClosely() {
        max = slotCount() / 4 * 3;
    }

    /** How many keys there are, of a table that is settled. */
    int size() {
        return size;
    }

    int slotCount() {
        return slots.length >> 2;
    }

    long bytes() {
        long[] ahead = front;
        return Long.BYTES * ((long) slots.length + 3L * lows.length + (ahead == null ? 0 : ahead.length));
    }

    void add(long low, long high, long delta) {
        long[] ahead = front;
        if (ahead == null) {
            addToSlots(low, high, delta);
            return;
        }
        int at = (int) (hash(low, high) >>> SumTable.shift(FRONT_SLOTS)) << 2;
        long there = ahead[at + 1];
        if (there == high && ahead[at] == low) {
            ahead[at + 2] = Math.addExact(ahead[at + 2], delta);
        } else if (there == 0) {
            ahead[at] = low;
            ahead[at + 1] = high;
            ahead[at + 2] = delta;
        } else {
            int partition = (int) (hash(low, high) >>> (64 - SumTable.PARTITION_BITS));
            int place = partition * SumTable.WAITING + waiting[partition]++;
            lows[place] = low;
            highs[place] = high;
            deltas[place] = delta;
            if (waiting[partition] == SumTable.WAITING) {
                addWaiting(partition);
            }
        }
    }

    private void addToSlots(long low, long high, long delta) {
        long[] table = slots;
        int mask = table.length - 1;
        int at = (int) (hash(low, high) << shared >>> shift) << 2;
        while (true) {
            long there = table[at + 1];
            if (there == high && table[at] == low) {
                table[at + 2] = Math.addExact(table[at + 2], delta);
                return;
            }
            if (there == 0) {
                table[at] = low;
                table[at + 1] = high;
                table[at + 2] = delta;
                if (++size > max) {
                    full();
                }
                return;
            }
            at = (at + 4) & mask;
        }
    }

    private void addWaiting(int partition) {
        int from = partition * SumTable.WAITING;
        int to = from + waiting[partition];
        waiting[partition] = 0;
        long[] table = slots;
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += table[(int) (hash(lows[i], highs[i]) >>> shift) << 2];
        }
        loaded = sum;
        for (int i = from; i < to; i++) {
            addToSlots(lows[i], highs[i], deltas[i]);
        }
    }

    /** Brings all keys into the slots, which may be spilled meanwhile. */
    void settle() {
        for (int partition = 0; partition < waiting.length; partition++) {
            if (waiting[partition] > 0) {
                addWaiting(partition);
            }
        }
        for (long[] ahead = front; ahead != null; ahead = front) {
            front = null;
            // The slots may grow on the way and put an empty front before them.
            for (int at = 0; at < ahead.length; at += 4) {
                if (ahead[at + 1] != 0) {
                    addToSlots(ahead[at], ahead[at + 1], ahead[at + 2]);
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
        max = slots.length >> 3;
        size = 0;
        for (int at = 0; at < old.length; at += 4) {
            if (old[at + 1] != 0) {
                addToSlots(old[at], old[at + 1], old[at + 2]);
            }
        }
    }

    private void addFront() {
        if (front == null && slotCount() > FRONT_SLOTS && owner.wantsFront(FRONT_BYTES)) {
            front = new long[FRONT_SLOTS * 4];
            if (lows.length == 0) {
                // Not anew after the slots were spilled: that may be in the middle of adding the keys that waited.
                waiting = new int[1 << SumTable.PARTITION_BITS];
                lows = new long[SumTable.ALL_WAITING];
                highs = new long[SumTable.ALL_WAITING];
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
    Long get(long low, long high) {
        int at = (int) (hash(low, high) << shared >>> shift) << 2;
        while (slots[at + 1] != 0 && (slots[at + 1] != high || slots[at] != low)) {
            at = (at + 4) & (slots.length - 1);
        }
        return slots[at + 1] == 0 ? null : slots[at + 2];
    }

    long low(int slot) {
        return slots[4 * slot];
    }

    long high(int slot) {
        return slots[4 * slot + 1];
    }

    /** A key as bytes. */
    static byte[] bytes(long low, long high) {
        byte[] key = new byte[(int) (high >>> SumTable.LENGTH_SHIFT)];
        Swar.store(key, 0, low);
        long rest = high;
        for (int at = 8; at < key.length; at++, rest >>>= 8) {
            key[at] = (byte) rest;
        }
        return key;
    }

    long sum(int slot) {
        return slots[4 * slot + 2];
    }

    /** See {@link SumTable#forEachOfPart}. */
    void forEachOfPart(int part, int bits, SumTable.Entries entries) {
        int count = slotCount();
        int end = SumTable.end(part, bits, count);
        for (int slot = SumTable.start(part, bits, count); ; slot++) {
            int at = (slot & (count - 1)) << 2;
            long high = slots[at + 1];
            if (high == 0) {
                if (slot >= end) {
                    return;
                }
            } else if (hash(slots[at], high) >>> (64 - bits) == part) {
                entries.medium(slots[at], high, slots[at + 2]);
            }
        }
    }

    void forEach(SumTable.Entries entries) {
        for (int at = 0; at < slots.length; at += 4) {
            if (slots[at + 1] != 0) {
                entries.medium(slots[at], slots[at + 1], slots[at + 2]);
            }
        }
    }
}
