/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums by key of bytes, for one thread: three open-addressing tables, by the length of the key. */
final class SumTable {
    /*
     * A slot is found by the upper bits of the hash: a range of hashes is a range of slots, so a table is parts of
     * whatever size one cuts, each in one place. That lets threads merge disjoint parts of many tables without a lock
     * (see mergePart), lets a table be written as a run that is sorted by hash, and makes growing go once through old and
     * new slots from end to end.
     *
     * Slots that would grow beyond the processor's cache become a front instead: of the keys that meet in one slot the
     * first one has it, which most frequent keys are, and the others go on to Partitions. Keys of 16 bytes and more,
     * which are rare, are in one growing table all the while.
     *
     * No field is shared: one worker fills the table, and others read it, or take parts out of it, after that worker has
     * ended.
     */
    static final int MAX_PART_BITS = 6;

    /** What the slots of a front take, for small keys and for medium ones. */
    static final long FRONT_BYTES = 1 << 20;

    private static final int SMALL_MAX = 7;
    private static final int MEDIUM_MAX = 15;
    static final int LENGTH_SHIFT = 56;
    static final long BYTES_MASK = (1L << LENGTH_SHIFT) - 1;

    private final Seeds seeds;

    /** Takes what the table holds when it may not grow; null where it always may. */
    private final @Nullable Spill spill;

    private final int shared;
    private final SmallSums small;
    private final MediumSums medium;
    private final LargeSums large;
    private @Nullable Partitions partitions;
    private final Adder adder = new Adder();

    /** How many words were counted. */
    private long words;

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
        this.seeds = seeds;
        this.spill = spill;
        this.shared = shared;
        small = new SmallSums(this, seeds, shared, smallSlots);
        medium = new MediumSums(this, seeds, shared, mediumSlots);
        large = new LargeSums(this, seeds, shared, largeSlots);
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

    /** Whether slots may become a front; a table that is a part of another one stays small. */
    boolean mayPartition() {
        return shared == 0 && (spill == null || spill.tableBytes() >= Partitions.LEAST_BYTES);
    }

    Seeds seeds() {
        return seeds;
    }

    boolean isPartitioned() {
        return partitions != null;
    }

    Partitions partitions() {
        Partitions made = partitions;
        if (made == null) {
            made = new Partitions(this, seeds);
            partitions = made;
        }
        return made;
    }

    void beginMove() {
        torn = true;
    }

    void endMove() {
        torn = false;
    }

    /** Whether something failed while keys were moved, so that some may be in no place. */
    boolean isTorn() {
        return torn;
    }

    /** How many keys there are, of a table that is not partitioned. */
    int size() {
        return small.size() + medium.size() + large.size();
    }

    /** How many bytes of the heap the table takes. */
    long bytes() {
        Partitions behind = partitions;
        return small.bytes() + medium.bytes() + large.bytes() + (behind == null ? 0 : behind.bytes());
    }

    /** About what the partitions take when nothing waits for them any more. */
    long partitionBytes() {
        Partitions behind = partitions;
        return behind == null ? 0 : behind.settledBytes();
    }

    boolean fits(long more) {
        return spill == null || bytes() + more <= spill.tableBytes();
    }

    /** Spills all that the table holds, if there is anything. */
    void empty() {
        if (isPartitioned() || size() > 0) {
            spillAll();
        }
    }

    /** Spills all that the table holds; a key that is on its way into it stays on its way. */
    void spillAll() {
        boolean isOuter = !torn;
        torn = true;
        requireNonNull(spill).write(this);
        clear();
        torn = !isOuter;
    }

    private void clear() {
        small.clear();
        medium.clear();
        large.clear();
        if (partitions != null) {
            partitions.clear();
        }
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
     * Counts the runs between white space in [from, to). There is white space at {@code to}, and 72 bytes may be read
     * and changed behind that.
     *
     * @param fold whether A-Z become a-z
     * @param spaces to look for white space with
     * @return how many runs there were
     */
    long countWords(byte[] bytes, int from, int to, boolean fold, Spaces spaces) {
        long before = words;
        int start = from;
        for (int piece = from, end; piece <= to; piece = end) {
            end = Spaces.pieceEnd(piece, to + 1);
            int blocks = spaces.mark(bytes, piece, end, fold);
            start = countPiece(bytes, start, piece, spaces, blocks);
        }
        return words - before;
    }

    /** Counts the words that end in a piece, the first of which begins at {@code start}, and gives the next start. */
    private int countPiece(byte[] bytes, int start, int piece, Spaces spaces, int blocks) {
        SmallSums sums = small;
        long[] table = sums.slots;
        int shift = sums.shift;
        int next = start;
        int count = 0;
        for (int block = 0; block < blocks; block++) {
            for (long bits = spaces.block(block); bits != 0; bits &= bits - 1) {
                int space = piece + Long.SIZE * block + Long.numberOfTrailingZeros(bits);
                int length = space - next;
                if (isSmall(length)) {
                    long key = smallKey(bytes, next, length);
                    int slot = (int) (sums.hash(key) >>> shift) << 1;
                    if (table[slot] == key) {
                        table[slot + 1]++;
                    } else {
                        sums.add(key, 1);
                        table = sums.slots;
                        shift = sums.shift;
                    }
                    count++;
                } else if (length > 0) {
                    addLonger(bytes, next, space, length);
                    count++;
                }
                next = space + 1;
            }
        }
        words += count;
        return next;
    }

    private void addLonger(byte[] bytes, int from, int to, int length) {
        if (length <= MEDIUM_MAX) {
            medium.add(Swar.load(bytes, from), mediumRest(bytes, to, length), 1);
        } else {
            large.add(bytes, from, to, large.hash(bytes, from, to), 1);
        }
    }

    /** Whether a run of so many bytes has a {@link #smallKey}, the empty one excepted. */
    static boolean isSmall(int length) {
        return Integer.compareUnsigned(length - 1, SMALL_MAX) < 0;
    }

    /** The key of a run of 1 to 7 bytes, behind which there is at least one more. */
    static long smallKey(byte[] bytes, int from, int length) {
        return smallKey(Swar.load(bytes, from) & (-1L >>> (-8 * length)), length);
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
     * Makes the table of those keys of all tables whose hash begins with the bits of {@code part}. What tables hold in
     * partitions is taken out of them, so a part is merged once.
     *
     * @param tables tables of one run, with equal seeds
     * @param part in [0, 1 << bits)
     * @param bits from 1 to {@link #MAX_PART_BITS}; {@link Partitions#BITS} if one of the tables is partitioned
     */
    static SumTable mergePart(Seeds seeds, Iterable<SumTable> tables, int part, int bits) {
        SumTable first = null;
        for (SumTable table : tables) {
            first = first == null && table.isPartitioned() ? table : first;
        }
        // With the first bits of the hash dropped, the keys of a part spread over all slots of the merged table.
        SumTable merged = first == null ? TableSize.of(tables).part(bits).newTable(seeds, bits) : first.takePart(part);
        for (SumTable table : tables) {
            if (table == first) {
                // Its partition is what the others are added to.
                table.large.forEachOfPart(part, bits, merged.adder);
            } else {
                merged.reserve(table.partitions == null ? null : table.partitions.table(part));
                table.forEachOfPart(part, bits, merged.adder);
            }
        }
        return merged;
    }

    private void reserve(@Nullable SumTable other) {
        if (other != null) {
            small.reserve(other.small.size());
            medium.reserve(other.medium.size());
        }
    }

    /** Takes the keys of up to 15 bytes out of a partition of this table, which is partitioned. */
    SumTable takePart(int partition) {
        SumTable part = partitions().take(partition);
        small.forEachOfPart(partition, Partitions.BITS, part.adder);
        medium.forEachOfPart(partition, Partitions.BITS, part.adder);
        return part;
    }

    /** Gives what the table holds as tables that are not partitioned; this one is used no more. */
    List<SumTable> parts() {
        if (!isPartitioned()) {
            return List.of(this);
        }
        List<SumTable> parts = new ArrayList<>();
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            parts.add(takePart(partition));
        }
        small.clear();
        medium.clear();
        partitions = null;
        parts.add(this);
        return parts;
    }

    /** How many keys of each length there are in slots. */
    TableSize sizes() {
        return new TableSize(small.size(), medium.size(), large.size(), large.keyBytes());
    }

    /**
     * Shows the keys whose hash begins with the bits of {@code part}. They lie in the slots of their hashes and,
     * displaced, right behind them. A key of a table that is partitioned may come several times.
     *
     * @param bits at least 1; {@link Partitions#BITS} if the table is partitioned
     */
    void forEachOfPart(int part, int bits, Entries entries) {
        small.forEachOfPart(part, bits, entries);
        medium.forEachOfPart(part, bits, entries);
        large.forEachOfPart(part, bits, entries);
        if (partitions != null) {
            partitions.forEachOf(part, entries);
        }
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
    Entries adder() {
        return adder;
    }

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

    /** The sum of a key, null if nothing was added for it; of a table that is not partitioned. */
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

    /** Shows each key once, in no order; of a table that is not partitioned. */
    void forEach(Entries entries) {
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
