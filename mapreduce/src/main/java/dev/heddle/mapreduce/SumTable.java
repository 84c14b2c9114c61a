/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Sums by key of bytes, for one thread: three open-addressing tables, by the length of the key. */
final class SumTable {
    /*
     * A slot is found by the upper bits of the hash: a range of hashes is a range of slots, so a table is partitions of
     * whatever size one cuts, each in one place. That lets threads merge disjoint parts of many tables without a lock
     * (see mergePart), lets a table be written as a run that is sorted by hash, and makes growing go once through old and
     * new slots from end to end.
     *
     * While the slots fit beside the processor a key is looked up at once. When they have grown beyond that, most lookups
     * would wait for memory, and the table switches to partitions: a key waits in the buffer of its partition until that
     * is full, and then all of its keys are looked up together, within a small part of the slots and so that the loads of
     * all go out before the first one is needed. Before the partitions stands a front, a table of fixed size in which a
     * slot belongs to the key that came first, so that most frequent keys have one and do not wait. A table that is read
     * is settled first, which brings everything into the slots.
     *
     * No field is shared: one worker fills the table, and others read it after that worker has ended.
     */
    static final int MAX_PART_BITS = 6;

    /** How many slots the front of small keys has, and the slots of small keys at most without partitions. */
    static final int FRONT_SLOTS = 1 << 14;

    static final int PARTITION_BITS = 4;

    /** How many keys of a partition wait to be looked up together. */
    static final int WAITING = 512;

    static final int ALL_WAITING = WAITING << PARTITION_BITS;

    private static final int SMALL_MAX = 7;
    private static final int MEDIUM_MAX = 15;
    static final int LENGTH_SHIFT = 56;
    static final long BYTES_MASK = (1L << LENGTH_SHIFT) - 1;

    /** Takes what the table holds when it may not grow; null where it always may. */
    private final @Nullable Spill spill;

    private final int shared;
    private final SmallSums small;
    private final MediumSums medium;
    private final LargeSums large;
    private final Adder adder = new Adder();

    /** Whether keys are on their way from one place to another. */
    private boolean torn;

    /** A table that grows as it must. */
    SumTable(Seeds seeds) {
        this(seeds, null);
    }

    /** A table that grows as it must, or that the spill empties when it may not. */
    SumTable(Seeds seeds, @Nullable Spill spill) {
        this(seeds, spill, 0, 1 << (MAX_PART_BITS + 4), 1 << (MAX_PART_BITS + 3), 1 << MAX_PART_BITS);
    }

    /**
     * A table of keys whose hashes agree in the upper {@code shared} bits. Each number of slots is a power of two, at
     * least 2.
     */
    SumTable(Seeds seeds, int shared, int smallSlots, int mediumSlots, int largeSlots) {
        this(seeds, null, shared, smallSlots, mediumSlots, largeSlots);
    }

    private SumTable(Seeds seeds, @Nullable Spill spill, int shared, int smallSlots, int mediumSlots, int largeSlots) {
        this.spill = spill;
        this.shared = shared;
        small = new SmallSums(this, seeds, shared, smallSlots);
        medium = new MediumSums(this, seeds, shared, mediumSlots);
        large = new LargeSums(this, seeds, shared, largeSlots);
    }

    static int shift(int slots) {
        return Long.numberOfLeadingZeros(slots) + 1;
    }

    static int grown(int length) {
        if (length >= 1 << 30) {
            throw new OutOfMemoryError("more distinct keys than one table can hold");
        }
        return length * 2;
    }

    /** Lets the slots be filled to three quarters before there are more, where few keys more are expected. */
    SumTable filledClosely() {
        small.fillClosely();
        medium.fillClosely();
        return this;
    }

    /**
     * Whether a front may take so many bytes. A merged table gets its keys in the order of their slots and needs none.
     */
    boolean wantsFront(long bytes) {
        return shared == 0 && fits(bytes);
    }

    /** Brings all keys to where they are read from; the slots may be spilled meanwhile. */
    void settle() {
        boolean isOuter = !torn;
        torn = true;
        small.settle();
        medium.settle();
        torn = !isOuter;
    }

    /** Whether something failed while keys were moved, so that some may be in no place. */
    boolean isTorn() {
        return torn;
    }

    /** How many keys there are, of a table that is settled. */
    int size() {
        return small.size() + medium.size() + large.size();
    }

    /** How many bytes of the heap the table takes. */
    long bytes() {
        return small.bytes() + medium.bytes() + large.bytes();
    }

    boolean fits(long more) {
        return spill == null || bytes() + more <= spill.tableBytes();
    }

    /** Spills all that the table holds. */
    void empty() {
        settle();
        if (size() > 0) {
            spillSlots();
        }
    }

    /** Spills what is in the slots; what is in a front or waits stays, so this may be called while keys are moved. */
    void spillSlots() {
        requireNonNull(spill).write(this);
        small.clear();
        medium.clear();
        large.clear();
    }

    /** The part of [0, parts) that a key belongs to; slots are found by other bits of the hash. */
    int part(byte[] bytes, int length, int parts) {
        long hash = hash(bytes, 0, length);
        return (int) (((hash & 0xFFFF_FFFFL) * parts) >>> 32);
    }

    void add(byte[] bytes, int from, int to, long delta) {
        int length = to - from;
        if (length <= SMALL_MAX) {
            small.add(smallKey(load(bytes, from, length), length), delta);
        } else if (length <= MEDIUM_MAX) {
            medium.add(Swar.load(bytes, from), mediumRest(bytes, to, length), delta);
        } else {
            large.add(bytes, from, to, large.hash(bytes, from, to), delta);
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
        SmallSums sums = small;
        long[] table = sums.first;
        int shift = sums.firstShift;
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
            int slot = (int) (sums.hash(key) >>> shift) << 1;
            if (table[slot] == key) {
                table[slot + 1]++;
            } else {
                sums.add(key, 1);
                table = sums.first;
                shift = sums.firstShift;
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
            medium.add(first, (rest & Swar.maskBefore(marks)) | (long) length << LENGTH_SHIFT, 1);
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
        large.add(bytes, from, end, large.hash(bytes, from, end), 1);
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
            medium.add(first, rest, delta);
        }
    }

    /** The key of a run of up to 7 bytes that stand lowest in a long. */
    static long smallKey(long bytes, int length) {
        return bytes | (long) (length + 1) << LENGTH_SHIFT;
    }

    /** Adds to the sum of a key made by {@link #smallKey}. */
    void addSmall(long key, long delta) {
        small.add(key, delta);
    }

    /**
     * Makes the table of those keys of all tables whose hash begins with the bits of {@code part}.
     *
     * @param tables tables of one run, with equal seeds, settled
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

    /** How many keys of each length there are, of a table that is settled. */
    TableSize sizes() {
        return new TableSize(small.size(), medium.size(), large.size(), large.keyBytes());
    }

    /**
     * Shows the keys whose hash begins with the bits of {@code part}, of a table that is settled. They lie in the slots
     * of their hashes and, displaced, right behind them.
     *
     * @param bits at least 1
     */
    void forEachOfPart(int part, int bits, Entries entries) {
        small.forEachOfPart(part, bits, entries);
        medium.forEachOfPart(part, bits, entries);
        large.forEachOfPart(part, bits, entries);
    }

    static int start(int part, int bits, int slots) {
        return (int) (((long) part * slots) >>> bits);
    }

    static int end(int part, int bits, int slots) {
        return (int) Math.ceilDiv((part + 1L) * slots, 1L << bits);
    }

    /** The first bits of the hash of a key. */
    long hash(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length <= SMALL_MAX) {
            return small.hash(smallKey(load(bytes, from, length), length));
        }
        if (length <= MEDIUM_MAX) {
            return medium.hash(Swar.load(bytes, from), mediumRest(bytes, to, length));
        }
        return large.hash(bytes, from, to);
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
            small.add(key, sum);
        }

        @Override
        public void medium(long first, long rest, long sum) {
            medium.add(first, rest, sum);
        }

        @Override
        public void large(byte[] key, long hash, long sum) {
            large.add(key, 0, key.length, hash, sum);
        }
    }

    /** The sum of a key, null if nothing was added for it; of a table that is settled. */
    @Nullable
    Long get(byte[] bytes) {
        int length = bytes.length;
        if (length <= SMALL_MAX) {
            return small.get(smallKey(load(bytes, 0, length), length));
        }
        if (length <= MEDIUM_MAX) {
            return medium.get(Swar.load(bytes, 0), load(bytes, 8, length - 8) | (long) length << LENGTH_SHIFT);
        }
        return large.get(bytes);
    }

    /** Settles and shows each key once, in no order. */
    void forEach(Entries entries) {
        settle();
        small.forEach(entries);
        medium.forEach(entries);
        large.forEach(entries);
    }

    /** The same; the array that the visitor is handed may be used again for the next key. */
    void forEach(Visitor visitor) {
        forEach(new EntryBytes(visitor));
    }

    SmallSums small() {
        return small;
    }

    MediumSums medium() {
        return medium;
    }

    LargeSums large() {
        return large;
    }

    /** Takes a key and its sum. */
    @FunctionalInterface
    interface Visitor {
        void visit(byte[] key, int length, long sum);
    }
}
