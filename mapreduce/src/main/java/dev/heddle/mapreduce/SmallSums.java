/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import org.jspecify.annotations.Nullable;

/** The sums of those keys of a {@link SumTable} that have up to 7 bytes. */
final class SmallSums extends SlotSums {
    /*
     * slots   {key | (length + 1) << 56, sum}; the length stands in the key, so that zero bytes in a key and zero padding
     *         behind it are told apart, and so that a used slot is never all zero
     */
    static final long SLOT_BYTES = 16;

    private static final int WIDTH = 2;

    SmallSums(SumTable owner, Seeds seeds, int shared, int slotCount) {
        super(owner, seeds, shared, slotCount, WIDTH);
    }

    static long hash(Seeds seeds, long key) {
        long h = key * seeds.m0();
        return (h ^ h >>> 32) * seeds.m1();
    }

    long hash(long key) {
        return hash(seeds, key);
    }

    void add(long key, long delta) {
        int mask = slots.length - 1;
        int at = (int) (hash(key) << shared >>> shift) * WIDTH;
        while (true) {
            long there = slots[at];
            if (there == key) {
                slots[at + 1] = Math.addExact(slots[at + 1], delta);
                return;
            }
            if (there == 0) {
                slots[at] = key;
                slots[at + 1] = delta;
                if (!isFront) {
                    added();
                }
                return;
            }
            if (isFront) {
                owner.partitions().addSmall(hash(key), key, delta);
                return;
            }
            at = (at + WIDTH) & mask;
        }
    }

    @Override
    void addAll(long[] old) {
        for (int at = 0; at < old.length; at += WIDTH) {
            if (old[at] != 0) {
                add(old[at], old[at + 1]);
            }
        }
    }

    /** The sum of a key, null if nothing was added for it, of a table that is not partitioned. */
    @Nullable
    Long get(long key) {
        int at = (int) (hash(key) << shared >>> shift) * WIDTH;
        while (slots[at] != 0 && slots[at] != key) {
            at = (at + WIDTH) & (slots.length - 1);
        }
        return slots[at] == 0 ? null : slots[at + 1];
    }

    long key(int slot) {
        return slots[WIDTH * slot];
    }

    long sum(int slot) {
        return slots[WIDTH * slot + 1];
    }

    @Override
    void forEachOfPart(int part, int bits, SumTable.Entries entries) {
        int count = slotCount();
        int end = SumTable.end(part, bits, count);
        // In a front each key stands in its slot.
        for (int slot = SumTable.start(part, bits, count); !isFront || slot < end; slot++) {
            int at = (slot & (count - 1)) * WIDTH;
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

    @Override
    void forEach(SumTable.Entries entries) {
        for (int at = 0; at < slots.length; at += WIDTH) {
            if (slots[at] != 0) {
                entries.small(slots[at], slots[at + 1]);
            }
        }
    }
}
