/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The sums of those keys of a {@link SumTable} that have 16 bytes or more. */
final class LargeSums {
    /*
     * slots   entry + 1, open addressing; the entry's key, hash and sum stand in arrays beside them. No field is shared.
     */

    /** What a slot takes with its half of an entry, without its key. */
    static final long SLOT_BYTES = 4 + (8 + 8 + 8) / 2;

    /** What a key takes beside its bytes. */
    private static final int ARRAY_BYTES = 24;

    private final SumTable owner;
    private final Seeds seeds;

    /** How many upper bits all hashes in this table share; they do not help to find a slot. */
    private final int shared;

    private int[] slots;
    private int shift;
    private int size;
    private byte[][] keys;
    private long[] hashes;
    private long[] sums;

    /** What the arrays in keys take. */
    private long keyBytes;

    LargeSums(SumTable owner, Seeds seeds, int shared, int slotCount) {
        this.owner = owner;
        this.seeds = seeds;
        this.shared = shared;
        slots = new int[slotCount];
        shift = Long.numberOfLeadingZeros(slotCount) + 1;
        keys = new byte[slotCount / 2][];
        hashes = new long[slotCount / 2];
        sums = new long[slotCount / 2];
    }

    long hash(byte[] bytes, int from, int to) {
        long m0 = seeds.m0();
        long h = seeds.s0() + (to - from);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            h = (h + Swar.load(bytes, at)) * m0;
            h ^= h >>> 32;
        }
        h = (h + Swar.load(bytes, to - 8)) * seeds.m1();
        return (h ^ h >>> 29) * m0;
    }

    int size() {
        return size;
    }

    long keyBytes() {
        return keyBytes;
    }

    long bytes() {
        return SLOT_BYTES * slots.length + keyBytes;
    }

    void add(byte[] bytes, int from, int to, long hash, long delta) {
        int mask = slots.length - 1;
        int at = (int) (hash << shared >>> shift);
        while (true) {
            int entry = slots[at] - 1;
            if (entry < 0) {
                slots[at] = size + 1;
                append(Arrays.copyOfRange(bytes, from, to), hash, delta);
                return;
            }
            if (hashes[entry] == hash && Arrays.equals(keys[entry], 0, keys[entry].length, bytes, from, to)) {
                sums[entry] = Math.addExact(sums[entry], delta);
                return;
            }
            at = (at + 1) & mask;
        }
    }

    private void append(byte[] key, long hash, long sum) {
        keys[size] = key;
        hashes[size] = hash;
        sums[size] = sum;
        size++;
        keyBytes += ARRAY_BYTES + key.length;
        if (size == sums.length) {
            if (owner.fits(2 * SLOT_BYTES * slots.length)) {
                grow();
            } else {
                owner.spillAll();
            }
        } else if (!owner.fits(0)) {
            owner.spillAll();
        }
    }

    private void grow() {
        int count = SumTable.grown(slots.length);
        slots = new int[count];
        shift--;
        keys = Arrays.copyOf(keys, count / 2);
        hashes = Arrays.copyOf(hashes, count / 2);
        sums = Arrays.copyOf(sums, count / 2);
        for (int entry = 0; entry < size; entry++) {
            int at = (int) (hashes[entry] << shared >>> shift);
            while (slots[at] != 0) {
                at = (at + 1) & (count - 1);
            }
            slots[at] = entry + 1;
        }
    }

    void clear() {
        Arrays.fill(slots, 0);
        Arrays.fill(keys, 0, size, null);
        size = 0;
        keyBytes = 0;
    }

    /** The sum of a key, null if nothing was added for it. */
    @Nullable
    Long get(byte[] bytes) {
        int at = (int) (hash(bytes, 0, bytes.length) << shared >>> shift);
        while (slots[at] != 0 && !Arrays.equals(keys[slots[at] - 1], bytes)) {
            at = (at + 1) & (slots.length - 1);
        }
        return slots[at] == 0 ? null : sums[slots[at] - 1];
    }

    byte[] key(int entry) {
        return keys[entry];
    }

    long sum(int entry) {
        return sums[entry];
    }

    /** See {@link SumTable#forEachOfPart}. */
    void forEachOfPart(int part, int bits, SumTable.Entries entries) {
        int count = slots.length;
        int end = SumTable.end(part, bits, count);
        for (int slot = SumTable.start(part, bits, count); ; slot++) {
            int entry = slots[slot & (count - 1)] - 1;
            if (entry < 0) {
                if (slot >= end) {
                    return;
                }
            } else if (hashes[entry] >>> (64 - bits) == part) {
                entries.large(keys[entry], hashes[entry], sums[entry]);
            }
        }
    }

    void forEach(SumTable.Entries entries) {
        for (int entry = 0; entry < size; entry++) {
            entries.large(keys[entry], hashes[entry], sums[entry]);
        }
    }
}
