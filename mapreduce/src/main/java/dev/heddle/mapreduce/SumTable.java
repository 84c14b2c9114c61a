/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums by key of bytes, for one thread: three open-addressing tables, by the length of the key. */
final class SumTable {
    /*
     * small   0..7 bytes   slot = {key | (length + 1) << 56, sum}
     * medium  8..15 bytes  slot = {first 8 bytes, the others | length << 56, sum, unused}
     * large   16.. bytes   slot = entry + 1, the entry's key, hash and sum in arrays beside it
     *
     * The length stands in the key, so that zero bytes in a key and zero padding behind it are told apart, and so that
     * a used slot is never all zero. A slot is found by the upper bits of the hash: a range of hashes is a range of
     * slots, which lets threads merge disjoint parts of many tables without a lock (see mergePart).
     *
     * No field is shared: one worker fills the table, and others read it after that worker has ended.
     */
    static final int MAX_PART_BITS = 6;

    private static final int SMALL_MAX = 7;
    private static final int MEDIUM_MAX = 15;
    private static final int LENGTH_SHIFT = 56;
    private static final long BYTES_MASK = (1L << LENGTH_SHIFT) - 1;

    private final long m0;
    private final long m1;
    private final long s0;

    /** How many upper bits all hashes in this table share; they do not help to find a slot. */
    private final int shared;

    private long[] small;
    private int smallShift;
    private int smallSize;

    private long[] medium;
    private int mediumShift;
    private int mediumSize;

    private int[] large;
    private int largeShift;
    private int largeSize;
    private byte[][] largeKeys;
    private long[] largeHashes;
    private long[] largeSums;

    SumTable(Seeds seeds) {
        this(seeds, 0, 1 << (MAX_PART_BITS + 4), 1 << (MAX_PART_BITS + 3), 1 << MAX_PART_BITS);
    }

    /** Each number of slots is a power of two, at least 2. */
    SumTable(Seeds seeds, int shared, int smallSlots, int mediumSlots, int largeSlots) {
        m0 = seeds.m0();
        m1 = seeds.m1();
        s0 = seeds.s0();
        this.shared = shared;
        small = new long[smallSlots * 2];
        smallShift = shift(smallSlots);
        medium = new long[mediumSlots * 4];
        mediumShift = shift(mediumSlots);
        large = new int[largeSlots];
        largeShift = shift(largeSlots);
        largeKeys = new byte[largeSlots / 2][];
        largeHashes = new long[largeSlots / 2];
        largeSums = new long[largeSlots / 2];
    }

    private static int shift(int slots) {
        return Long.numberOfLeadingZeros(slots) + 1;
    }

    int size() {
        return smallSize + mediumSize + largeSize;
    }

    /** About how much memory the table takes. */
    long heldBytes() {
        // A key beside the slots has a header, 24 bytes of its own or more, and its hash and sum.
        return 8L * (small.length + medium.length) + 4L * large.length + 64L * largeSize;
    }

    /** The part of [0, parts) that a key belongs to; slots are found by other bits of the hash. */
    int part(byte[] bytes, int length, int parts) {
        long hash;
        if (length <= SMALL_MAX) {
            hash = hashSmall(load(bytes, 0, length) | (long) (length + 1) << LENGTH_SHIFT);
        } else if (length <= MEDIUM_MAX) {
            hash = hashMedium(Swar.load(bytes, 0), load(bytes, 8, length - 8) | (long) length << LENGTH_SHIFT);
        } else {
            hash = hashLarge(bytes, 0, length);
        }
        return (int) (((hash & 0xFFFF_FFFFL) * parts) >>> 32);
    }

    void add(byte[] bytes, int from, int to, long delta) {
        int length = to - from;
        if (length <= SMALL_MAX) {
            addSmall(load(bytes, from, length) | (long) (length + 1) << LENGTH_SHIFT, delta);
        } else if (length <= MEDIUM_MAX) {
            long first = Swar.load(bytes, from);
            // The last 8 bytes overlap the first ones; the shift drops what both hold.
            long rest = (length == 8 ? 0 : Swar.load(bytes, to - 8) >>> (8 * (16 - length)));
            addMedium(first, rest | (long) length << LENGTH_SHIFT, delta);
        } else {
            addLarge(bytes, from, to, hashLarge(bytes, from, to), delta);
        }
    }

    /**
     * Counts the runs between white space in [from, to), with one look at each of their bytes. There is white space at
     * {@code to - 1} or at {@code to}, and 24 bytes may be read from there.
     *
     * @param fold whether A-Z count as a-z
     * @return how many runs there were
     */
    long countWords(byte[] bytes, int from, int to, boolean fold) {
        long words = 0;
        long[] table = small;
        int shift = smallShift;
        int at = from;
        while (at < to) {
            long eight = Swar.load(bytes, at);
            long marks = Swar.spaces(eight);
            if (fold) {
                eight = Swar.fold(eight);
            }
            if (marks == 0) {
                at = countLonger(bytes, at, eight, fold) + 1;
                words++;
                continue;
            }
            long mask = Swar.maskBefore(marks);
            int length = Swar.before(marks);
            at += length + 1;
            if (length == 0) {
                continue;
            }
            words++;
            long key = (eight & mask) | (long) (length + 1) << LENGTH_SHIFT;
            int slot = (int) (hashSmall(key) >>> shift) << 1;
            if (table[slot] == key) {
                table[slot + 1]++;
            } else {
                addSmall(key, 1);
                table = small;
                shift = smallShift;
            }
        }
        return words;
    }

    /** Counts a run of 8 bytes or more, and gives its end. */
    private int countLonger(byte[] bytes, int from, long first, boolean fold) {
        long rest = Swar.load(bytes, from + 8);
        long marks = Swar.spaces(rest);
        if (marks != 0) {
            int length = 8 + Swar.before(marks);
            if (fold) {
                rest = Swar.fold(rest);
            }
            addMedium(first, (rest & Swar.maskBefore(marks)) | (long) length << LENGTH_SHIFT, 1);
            return from + length;
        }
        int at = from + 8;
        do {
            at += 8;
            marks = Swar.spaces(Swar.load(bytes, at));
        } while (marks == 0);
        int end = at + Swar.before(marks);
        if (fold) {
            RunTokenizer.foldAscii(bytes, from, end);
        }
        addLarge(bytes, from, end, hashLarge(bytes, from, end), 1);
        return end;
    }

    /** Fewer than 8 bytes, as the low bytes of a long. */
    private static long load(byte[] bytes, int from, int length) {
        if (from + 8 <= bytes.length) {
            return length == 0 ? 0 : Swar.load(bytes, from) & (-1L >>> (64 - 8 * length));
        }
        long key = 0;
        for (int i = length - 1; i >= 0; i--) {
            key = key << 8 | (bytes[from + i] & 0xFF);
        }
        return key;
    }

    private void addSmall(long key, long delta) {
        long[] table = small;
        int mask = table.length - 1;
        int at = (int) (hashSmall(key) << shared >>> smallShift) << 1;
        while (true) {
            long there = table[at];
            if (there == key) {
                table[at + 1] = Math.addExact(table[at + 1], delta);
                return;
            }
            if (there == 0) {
                table[at] = key;
                table[at + 1] = delta;
                if (++smallSize > table.length >> 2) {
                    growSmall();
                }
                return;
            }
            at = (at + 2) & mask;
        }
    }

    private void growSmall() {
        long[] old = small;
        small = new long[grown(old.length)];
        smallShift--;
        smallSize = 0;
        for (int at = 0; at < old.length; at += 2) {
            if (old[at] != 0) {
                addSmall(old[at], old[at + 1]);
            }
        }
    }

    private void addMedium(long first, long rest, long delta) {
        long[] table = medium;
        int mask = table.length - 1;
        int at = (int) (hashMedium(first, rest) << shared >>> mediumShift) << 2;
        while (true) {
            long there = table[at + 1];
            if (there == rest && table[at] == first) {
                table[at + 2] = Math.addExact(table[at + 2], delta);
                return;
            }
            if (there == 0) {
                table[at] = first;
                table[at + 1] = rest;
                table[at + 2] = delta;
                if (++mediumSize > table.length >> 3) {
                    growMedium();
                }
                return;
            }
            at = (at + 4) & mask;
        }
    }

    private void growMedium() {
        long[] old = medium;
        medium = new long[grown(old.length)];
        mediumShift--;
        mediumSize = 0;
        for (int at = 0; at < old.length; at += 4) {
            if (old[at + 1] != 0) {
                addMedium(old[at], old[at + 1], old[at + 2]);
            }
        }
    }

    private void addLarge(byte[] bytes, int from, int to, long hash, long delta) {
        int mask = large.length - 1;
        int at = (int) (hash << shared >>> largeShift);
        while (true) {
            int entry = large[at] - 1;
            if (entry < 0) {
                large[at] = largeSize + 1;
                appendLarge(Arrays.copyOfRange(bytes, from, to), hash, delta);
                return;
            }
            if (largeHashes[entry] == hash
                    && Arrays.equals(largeKeys[entry], 0, largeKeys[entry].length, bytes, from, to)) {
                largeSums[entry] = Math.addExact(largeSums[entry], delta);
                return;
            }
            at = (at + 1) & mask;
        }
    }

    private void appendLarge(byte[] key, long hash, long sum) {
        largeKeys[largeSize] = key;
        largeHashes[largeSize] = hash;
        largeSums[largeSize] = sum;
        largeSize++;
        if (largeSize == largeSums.length) {
            growLarge();
        }
    }

    private void growLarge() {
        int slots = grown(large.length);
        large = new int[slots];
        largeShift--;
        largeKeys = Arrays.copyOf(largeKeys, slots / 2);
        largeHashes = Arrays.copyOf(largeHashes, slots / 2);
        largeSums = Arrays.copyOf(largeSums, slots / 2);
        for (int entry = 0; entry < largeSize; entry++) {
            int at = (int) (largeHashes[entry] << shared >>> largeShift);
            while (large[at] != 0) {
                at = (at + 1) & (slots - 1);
            }
            large[at] = entry + 1;
        }
    }

    private static int grown(int length) {
        if (length >= 1 << 30) {
            throw new OutOfMemoryError("more distinct keys than one table can hold");
        }
        return length * 2;
    }

    private long hashSmall(long key) {
        long h = key * m0;
        return (h ^ h >>> 32) * m1;
    }

    private long hashMedium(long first, long rest) {
        long h = (first + s0) * m0;
        h = ((h ^ h >>> 32) + rest) * m1;
        return (h ^ h >>> 29) * m0;
    }

    private long hashLarge(byte[] bytes, int from, int to) {
        long h = s0 + (to - from);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            h = (h + Swar.load(bytes, at)) * m0;
            h ^= h >>> 32;
        }
        h = (h + Swar.load(bytes, to - 8)) * m1;
        return (h ^ h >>> 29) * m0;
    }

    /**
     * Makes the table of those keys of all tables whose hash begins with the bits of {@code part}.
     *
     * @param tables tables of one run, with equal seeds
     * @param part in [0, 1 << bits)
     * @param bits from 1 to {@link #MAX_PART_BITS}
     */
    static SumTable mergePart(Seeds seeds, Iterable<SumTable> tables, int part, int bits) {
        int smallKeys = 0;
        int mediumKeys = 0;
        int largeKeys = 0;
        for (SumTable table : tables) {
            // An even share and a little; where it is too few, the table grows like any other.
            smallKeys += (table.smallSize + table.smallSize / 8) >> bits;
            mediumKeys += (table.mediumSize + table.mediumSize / 8) >> bits;
            largeKeys += (table.largeSize + table.largeSize / 8) >> bits;
        }
        SumTable merged = new SumTable(seeds, bits, slots(smallKeys), slots(mediumKeys), slots(largeKeys));
        // Part p lies in the slots of its hashes and, displaced, right behind them. With the first bits of the hash
        // dropped, its keys spread over all slots of the merged table.
        for (SumTable table : tables) {
            merged.addSmallPart(table, part, bits);
            merged.addMediumPart(table, part, bits);
            merged.addLargePart(table, part, bits);
        }
        return merged;
    }

    private static int slots(int keys) {
        return Math.max(16, Integer.highestOneBit(Math.max(1, Math.min(keys, 1 << 27))) * 4);
    }

    private void addSmallPart(SumTable from, int part, int bits) {
        long[] table = from.small;
        int slots = table.length >> 1;
        int end = (part + 1) * (slots >> bits);
        for (int slot = part * (slots >> bits); ; slot++) {
            int at = (slot & (slots - 1)) << 1;
            long key = table[at];
            if (key == 0) {
                if (slot >= end) {
                    return;
                }
            } else if (hashSmall(key) >>> (64 - bits) == part) {
                addSmall(key, table[at + 1]);
            }
        }
    }

    private void addMediumPart(SumTable from, int part, int bits) {
        long[] table = from.medium;
        int slots = table.length >> 2;
        int end = (part + 1) * (slots >> bits);
        for (int slot = part * (slots >> bits); ; slot++) {
            int at = (slot & (slots - 1)) << 2;
            long rest = table[at + 1];
            if (rest == 0) {
                if (slot >= end) {
                    return;
                }
            } else if (hashMedium(table[at], rest) >>> (64 - bits) == part) {
                addMedium(table[at], rest, table[at + 2]);
            }
        }
    }

    private void addLargePart(SumTable from, int part, int bits) {
        int slots = from.large.length;
        int end = (part + 1) * (slots >> bits);
        for (int slot = part * (slots >> bits); ; slot++) {
            int entry = from.large[slot & (slots - 1)] - 1;
            if (entry < 0) {
                if (slot >= end) {
                    return;
                }
            } else if (from.largeHashes[entry] >>> (64 - bits) == part) {
                byte[] key = from.largeKeys[entry];
                addLarge(key, 0, key.length, from.largeHashes[entry], from.largeSums[entry]);
            }
        }
    }

    /** The sum of a key, null if nothing was added for it. */
    @Nullable
    Long get(byte[] bytes) {
        int length = bytes.length;
        if (length <= SMALL_MAX) {
            long key = load(bytes, 0, length) | (long) (length + 1) << LENGTH_SHIFT;
            int at = (int) (hashSmall(key) << shared >>> smallShift) << 1;
            while (small[at] != 0 && small[at] != key) {
                at = (at + 2) & (small.length - 1);
            }
            return small[at] == 0 ? null : small[at + 1];
        }
        if (length <= MEDIUM_MAX) {
            long first = Swar.load(bytes, 0);
            long rest = load(bytes, 8, length - 8) | (long) length << LENGTH_SHIFT;
            int at = (int) (hashMedium(first, rest) << shared >>> mediumShift) << 2;
            while (medium[at + 1] != 0 && (medium[at + 1] != rest || medium[at] != first)) {
                at = (at + 4) & (medium.length - 1);
            }
            return medium[at + 1] == 0 ? null : medium[at + 2];
        }
        int at = (int) (hashLarge(bytes, 0, length) << shared >>> largeShift);
        while (large[at] != 0 && !Arrays.equals(largeKeys[large[at] - 1], bytes)) {
            at = (at + 1) & (large.length - 1);
        }
        return large[at] == 0 ? null : largeSums[large[at] - 1];
    }

    /** Shows each key once, in no order. The array that the visitor is handed may be used again for the next key. */
    void forEach(Visitor visitor) {
        byte[] key = new byte[16];
        for (int at = 0; at < small.length; at += 2) {
            if (small[at] != 0) {
                Swar.store(key, 0, small[at] & BYTES_MASK);
                visitor.visit(key, (int) (small[at] >>> LENGTH_SHIFT) - 1, small[at + 1]);
            }
        }
        for (int at = 0; at < medium.length; at += 4) {
            if (medium[at + 1] != 0) {
                Swar.store(key, 0, medium[at]);
                Swar.store(key, 8, medium[at + 1] & BYTES_MASK);
                visitor.visit(key, (int) (medium[at + 1] >>> LENGTH_SHIFT), medium[at + 2]);
            }
        }
        for (int entry = 0; entry < largeSize; entry++) {
            visitor.visit(largeKeys[entry], largeKeys[entry].length, largeSums[entry]);
        }
    }

    /** Takes a key and its sum. */
    @FunctionalInterface
    interface Visitor {
        void visit(byte[] key, int length, long sum);
    }
}
