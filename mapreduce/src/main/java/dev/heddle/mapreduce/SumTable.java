/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

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
    static final int LENGTH_SHIFT = 56;
    /** What a slot takes; a large one with its half of an entry, in arrays, and without its key. */
    static final long SMALL_BYTES = 16;

    static final long MEDIUM_BYTES = 32;
    static final long LARGE_BYTES = 4 + (8 + 8 + 8) / 2;

    /** What a large key takes beside its bytes. */
    private static final int ARRAY_BYTES = 24;

    static final long BYTES_MASK = (1L << LENGTH_SHIFT) - 1;

    private final long m0;
    private final long m1;
    private final long s0;

    private final Adder adder = new Adder();

    /** How many upper bits all hashes in this table share; they do not help to find a slot. */
    private final int shared;

    /** Takes what the table holds when it may not grow; null where it always may. */
    private final @Nullable Spill spill;

    private long[] small;
    private int smallShift;
    private int smallSize;
    private int smallMax;

    private long[] medium;
    private int mediumShift;
    private int mediumSize;
    private int mediumMax;

    private int[] large;
    private int largeShift;
    private int largeSize;
    private byte[][] largeKeys;
    private long[] largeHashes;
    private long[] largeSums;

    /** What the arrays in largeKeys take. */
    private long largeKeyBytes;

    /** A table that grows as it must. */
    SumTable(Seeds seeds) {
        this(seeds, null);
    }

    /** A table that grows as it must, or that the spill empties when it may not. */
    SumTable(Seeds seeds, @Nullable Spill spill) {
        this(seeds, spill, 0, 1 << (MAX_PART_BITS + 4), 1 << (MAX_PART_BITS + 3), 1 << MAX_PART_BITS);
    }

    /** Each number of slots is a power of two, at least 2. */
    SumTable(Seeds seeds, int shared, int smallSlots, int mediumSlots, int largeSlots) {
        this(seeds, null, shared, smallSlots, mediumSlots, largeSlots);
    }

    private SumTable(Seeds seeds, @Nullable Spill spill, int shared, int smallSlots, int mediumSlots, int largeSlots) {
        this.spill = spill;
        m0 = seeds.m0();
        m1 = seeds.m1();
        s0 = seeds.s0();
        this.shared = shared;
        small = new long[smallSlots * 2];
        smallShift = shift(smallSlots);
        smallMax = smallSlots / 2;
        medium = new long[mediumSlots * 4];
        mediumShift = shift(mediumSlots);
        mediumMax = mediumSlots / 2;
        large = new int[largeSlots];
        largeShift = shift(largeSlots);
        largeKeys = new byte[largeSlots / 2][];
        largeHashes = new long[largeSlots / 2];
        largeSums = new long[largeSlots / 2];
    }

    private static int shift(int slots) {
        return Long.numberOfLeadingZeros(slots) + 1;
    }

    /** Lets the slots be filled to three quarters before there are more, where few keys more are expected. */
    SumTable filledClosely() {
        smallMax = (small.length >> 1) / 4 * 3;
        mediumMax = (medium.length >> 2) / 4 * 3;
        return this;
    }

    int size() {
        return smallSize + mediumSize + largeSize;
    }

    /** How many bytes of the heap the table takes. */
    long bytes() {
        return SMALL_BYTES * (small.length >> 1)
                + MEDIUM_BYTES * (medium.length >> 2)
                + LARGE_BYTES * large.length
                + largeKeyBytes;
    }

    /** The part of [0, parts) that a key belongs to; slots are found by other bits of the hash. */
    int part(byte[] bytes, int length, int parts) {
        long hash = hash(bytes, 0, length);
        return (int) (((hash & 0xFFFF_FFFFL) * parts) >>> 32);
    }

    void add(byte[] bytes, int from, int to, long delta) {
        int length = to - from;
        if (length <= SMALL_MAX) {
            addSmall(load(bytes, from, length) | (long) (length + 1) << LENGTH_SHIFT, delta);
        } else if (length <= MEDIUM_MAX) {
            long first = Swar.load(bytes, from);
            addMedium(first, mediumRest(bytes, to, length), delta);
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

    /** What stands behind the first 8 of 8 to 15 bytes, and their number. */
    static long mediumRest(byte[] bytes, int to, int length) {
        // The last 8 bytes overlap the first ones; the shift drops what both hold.
        long rest = length == 8 ? 0 : Swar.load(bytes, to - 8) >>> (8 * (16 - length));
        return rest | (long) length << LENGTH_SHIFT;
    }

    /** Fewer than 8 bytes, as the low bytes of a long. */
    static long load(byte[] bytes, int from, int length) {
        if (from + 8 <= bytes.length) {
            return length == 0 ? 0 : Swar.load(bytes, from) & (-1L >>> (64 - 8 * length));
        }
        long key = 0;
        for (int i = length - 1; i >= 0; i--) {
            key = key << 8 | (bytes[from + i] & 0xFF);
        }
        return key;
    }

    /** Adds to the sum of a key of up to 15 bytes: the first 8, the others, and above those how many they are. */
    void addShort(long first, long rest, long delta) {
        int length = (int) (rest >>> LENGTH_SHIFT);
        if (length <= SMALL_MAX) {
            addSmall(smallKey(first, length), delta);
        } else {
            addMedium(first, rest, delta);
        }
    }

    /** The key of a run of up to 7 bytes that stand lowest in a long. */
    static long smallKey(long bytes, int length) {
        return bytes | (long) (length + 1) << LENGTH_SHIFT;
    }

    /** Adds to the sum of a key made by {@link #smallKey}. */
    void addSmall(long key, long delta) {
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
                if (++smallSize > smallMax) {
                    smallFull();
                }
                return;
            }
            at = (at + 2) & mask;
        }
    }

    /** Grows where there is room, else is filled more closely, else is emptied. */
    private void smallFull() {
        int slots = small.length >> 1;
        if (fits(2 * SMALL_BYTES * slots)) {
            growSmall();
        } else if (smallMax == slots / 2) {
            smallMax = slots / 4 * 3;
        } else {
            empty();
        }
    }

    private void growSmall() {
        long[] old = small;
        small = new long[grown(old.length)];
        smallShift--;
        smallMax = small.length >> 2;
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
                if (++mediumSize > mediumMax) {
                    mediumFull();
                }
                return;
            }
            at = (at + 4) & mask;
        }
    }

    private void mediumFull() {
        int slots = medium.length >> 2;
        if (fits(2 * MEDIUM_BYTES * slots)) {
            growMedium();
        } else if (mediumMax == slots / 2) {
            mediumMax = slots / 4 * 3;
        } else {
            empty();
        }
    }

    private void growMedium() {
        long[] old = medium;
        medium = new long[grown(old.length)];
        mediumShift--;
        mediumMax = medium.length >> 3;
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
        largeKeyBytes += ARRAY_BYTES + key.length;
        if (largeSize == largeSums.length) {
            if (fits(2 * LARGE_BYTES * large.length)) {
                growLarge();
            } else {
                empty();
            }
        } else if (!fits(0)) {
            empty();
        }
    }

    private boolean fits(long more) {
        return spill == null || bytes() + more <= spill.tableBytes();
    }

    /** Spills what the table holds. */
    void empty() {
        if (size() == 0) {
            return;
        }
        requireNonNull(spill).write(this);
        Arrays.fill(small, 0);
        smallSize = 0;
        Arrays.fill(medium, 0);
        mediumSize = 0;
        Arrays.fill(large, 0);
        Arrays.fill(largeKeys, 0, largeSize, null);
        largeSize = 0;
        largeKeyBytes = 0;
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
        SumTable merged = TableSize.of(tables).part(bits).newTable(seeds, bits);
        // With the first bits of the hash dropped, the keys of a part spread over all slots of the merged table.
        for (SumTable table : tables) {
            table.forEachOfPart(part, bits, merged.adder);
        }
        return merged;
    }

    TableSize sizes() {
        return new TableSize(smallSize, mediumSize, largeSize, largeKeyBytes);
    }

    /**
     * Shows the keys whose hash begins with the bits of {@code part}. They lie in the slots of their hashes and,
     * displaced, right behind them.
     *
     * @param bits at least 1
     */
    void forEachOfPart(int part, int bits, Entries entries) {
        int slots = small.length >> 1;
        int end = end(part, bits, slots);
        for (int slot = start(part, bits, slots); ; slot++) {
            int at = (slot & (slots - 1)) << 1;
            long key = small[at];
            if (key == 0) {
                if (slot >= end) {
                    break;
                }
            } else if (hashSmall(key) >>> (64 - bits) == part) {
                entries.small(key, small[at + 1]);
            }
        }
        slots = medium.length >> 2;
        end = end(part, bits, slots);
        for (int slot = start(part, bits, slots); ; slot++) {
            int at = (slot & (slots - 1)) << 2;
            long rest = medium[at + 1];
            if (rest == 0) {
                if (slot >= end) {
                    break;
                }
            } else if (hashMedium(medium[at], rest) >>> (64 - bits) == part) {
                entries.medium(medium[at], rest, medium[at + 2]);
            }
        }
        slots = large.length;
        end = end(part, bits, slots);
        for (int slot = start(part, bits, slots); ; slot++) {
            int entry = large[slot & (slots - 1)] - 1;
            if (entry < 0) {
                if (slot >= end) {
                    break;
                }
            } else if (largeHashes[entry] >>> (64 - bits) == part) {
                entries.large(largeKeys[entry], largeHashes[entry], largeSums[entry]);
            }
        }
    }

    private static int start(int part, int bits, int slots) {
        return (int) (((long) part * slots) >>> bits);
    }

    private static int end(int part, int bits, int slots) {
        return (int) Math.ceilDiv((part + 1L) * slots, 1L << bits);
    }

    /** The first bits of the hash of a key. */
    long hash(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length <= SMALL_MAX) {
            return hashSmall(load(bytes, from, length) | (long) (length + 1) << LENGTH_SHIFT);
        }
        if (length <= MEDIUM_MAX) {
            return hashMedium(Swar.load(bytes, from), mediumRest(bytes, to, length));
        }
        return hashLarge(bytes, from, to);
    }

    /** Takes entries as the tables hold them. */
    interface Entries {
        void small(long key, long sum);

        void medium(long first, long rest, long sum);

        void large(byte[] key, long hash, long sum);
    }

    /** Adds to this table. */
    private final class Adder implements Entries {
        @Override
        public void small(long key, long sum) {
            addSmall(key, sum);
        }

        @Override
        public void medium(long first, long rest, long sum) {
            addMedium(first, rest, sum);
        }

        @Override
        public void large(byte[] key, long hash, long sum) {
            addLarge(key, 0, key.length, hash, sum);
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
        EntryBytes entries = new EntryBytes(visitor);
        for (int at = 0; at < small.length; at += 2) {
            if (small[at] != 0) {
                entries.small(small[at], small[at + 1]);
            }
        }
        for (int at = 0; at < medium.length; at += 4) {
            if (medium[at + 1] != 0) {
                entries.medium(medium[at], medium[at + 1], medium[at + 2]);
            }
        }
        for (int entry = 0; entry < largeSize; entry++) {
            entries.large(largeKeys[entry], largeHashes[entry], largeSums[entry]);
        }
    }

    /** Takes a key and its sum. */
    @FunctionalInterface
    interface Visitor {
        void visit(byte[] key, int length, long sum);
    }
}
