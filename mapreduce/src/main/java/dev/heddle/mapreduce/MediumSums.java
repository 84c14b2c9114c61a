/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import org.jspecify.annotations.Nullable;

/** The sums of those keys of a {@link SumTable} that have 8 to 15 bytes. */
final class MediumSums extends SlotSums {
    /*
     * slots   {first 8 bytes, the others | length << 56, sum, unused}; a power of two of them in a line of the cache
     */
    static final long SLOT_BYTES = 32;

    private static final int WIDTH = 4;

    MediumSums(SumTable owner, Seeds seeds, int shared, int slotCount) {
        super(owner, seeds, shared, slotCount, WIDTH);
    }

    long hash(long low, long high) {
        long h = (low + seeds.s0()) * seeds.m0();
        h = ((h ^ h >>> 32) + high) * seeds.m1();
        return (h ^ h >>> 29) * seeds.m0();
    }

    void add(long low, long high, long delta) {
        int mask = slots.length - 1;
        int at = (int) (hash(low, high) << shared >>> shift) * WIDTH;
        while (true) {
            long there = slots[at + 1];
            if (there == high && slots[at] == low) {
                slots[at + 2] = Math.addExact(slots[at + 2], delta);
                return;
            }
            if (there == 0) {
                slots[at] = low;
                slots[at + 1] = high;
                slots[at + 2] = delta;
                if (!isFront) {
                    added();
                }
                return;
            }
            if (isFront) {
                owner.partitions().addMedium(hash(low, high), low, high, delta);
                return;
            }
            at = (at + WIDTH) & mask;
        }
    }

    @Override
    void addAll(long[] old) {
        for (int at = 0; at < old.length; at += WIDTH) {
            if (old[at + 1] != 0) {
                add(old[at], old[at + 1], old[at + 2]);
            }
        }
    }

    /** The sum of a key, null if nothing was added for it, of a table that is not partitioned. */
    @Nullable
    Long get(long low, long high) {
        int at = (int) (hash(low, high) << shared >>> shift) * WIDTH;
        while (slots[at + 1] != 0 && (slots[at + 1] != high || slots[at] != low)) {
            at = (at + WIDTH) & (slots.length - 1);
        }
        return slots[at + 1] == 0 ? null : slots[at + 2];
    }

    long low(int slot) {
        return slots[WIDTH * slot];
    }

    long high(int slot) {
        return slots[WIDTH * slot + 1];
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
        return slots[WIDTH * slot + 2];
    }

    @Override
    void forEachOfPart(int part, int bits, SumTable.Entries entries) {
        int count = slotCount();
        int end = SumTable.end(part, bits, count);
        // In a front each key stands in its slot.
        for (int slot = SumTable.start(part, bits, count); !isFront || slot < end; slot++) {
            int at = (slot & (count - 1)) * WIDTH;
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

    @Override
    void forEach(SumTable.Entries entries) {
        for (int at = 0; at < slots.length; at += WIDTH) {
            if (slots[at + 1] != 0) {
                entries.medium(slots[at], slots[at + 1], slots[at + 2]);
            }
        }
    }
}
