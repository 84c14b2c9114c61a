/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is still to be added to sums, by partition of the keys; for one thread. */
final class Backlog {
    /*
     * slabs      arrays, each cut into chunks; a chunk belongs to one partition
     * chunks     by partition: the numbers of its chunks in all slabs, counts says how many there are
     * slab, next by partition: the slab that it writes to, and where; at the beginning of a chunk where it has no room
     *
     * An entry is a number of longs, the first of them not zero, and stands in one chunk. Zero ends a chunk early. Writing
     * touches one place for each partition, and reading goes from end to end.
     */
    static final int SLAB_BYTES = 1 << 20;

    private static final int CHUNK = 1 << 8;
    private static final int SLAB = SLAB_BYTES / Long.BYTES;
    private static final int CHUNKS_IN_SLAB = SLAB / CHUNK;
    private static final int[] NONE = {};

    private final List<long[]> slabs = new ArrayList<>();
    private final int[][] chunks;
    private final int[] counts;
    private final long[][] slab;
    private final int[] next;
    private int used;

    Backlog(int partitions) {
        chunks = new int[partitions][];
        counts = new int[partitions];
        slab = new long[partitions][];
        next = new int[partitions];
        Arrays.fill(chunks, NONE);
        Arrays.fill(slab, new long[0]);
    }

    /** Whether an entry of so many longs fits in without another slab. */
    boolean hasRoom(int partition, int longs) {
        return fits(next[partition], longs) || used < CHUNKS_IN_SLAB * slabs.size();
    }

    private static boolean fits(int at, int longs) {
        int filled = at & (CHUNK - 1);
        return filled != 0 && filled + longs <= CHUNK;
    }

    void addSlab() {
        slabs.add(new long[SLAB]);
    }

    /** What the slabs take. */
    long bytes() {
        return (long) SLAB_BYTES * slabs.size();
    }

    /** What the chunks that are in use take. */
    long filledBytes() {
        return (long) Long.BYTES * CHUNK * used;
    }

    /** Adds an entry of two longs; there is room. */
    void add(int partition, long first, long second) {
        int at = room(partition, 2);
        slab[partition][at] = first;
        slab[partition][at + 1] = second;
    }

    /** Adds an entry of one long; there is room. */
    void add(int partition, long first) {
        int at = room(partition, 1);
        slab[partition][at] = first;
    }

    /** Adds an entry of three longs; there is room. */
    void add(int partition, long first, long second, long third) {
        int at = room(partition, 3);
        slab[partition][at] = first;
        slab[partition][at + 1] = second;
        slab[partition][at + 2] = third;
    }

    private int room(int partition, int longs) {
        int at = next[partition];
        if (!fits(at, longs)) {
            at = newChunk(partition);
        }
        next[partition] = at + longs;
        return at;
    }

    private int newChunk(int partition) {
        int chunk = used++;
        int count = counts[partition]++;
        if (count == chunks[partition].length) {
            chunks[partition] = Arrays.copyOf(chunks[partition], 2 * count + 4);
        }
        chunks[partition][count] = chunk;
        long[] into = slabs.get(chunk / CHUNKS_IN_SLAB);
        int from = chunk % CHUNKS_IN_SLAB * CHUNK;
        // It may have been used before; and it is beside the processor now.
        Arrays.fill(into, from, from + CHUNK, 0);
        slab[partition] = into;
        return from;
    }

    /** Shows the pieces of a partition, in the order that they were filled. */
    void forEach(int partition, Reader reader) {
        for (int i = 0; i < counts[partition]; i++) {
            int chunk = chunks[partition][i];
            int from = chunk % CHUNKS_IN_SLAB * CHUNK;
            int to = i == counts[partition] - 1 ? next[partition] : from + CHUNK;
            reader.read(slabs.get(chunk / CHUNKS_IN_SLAB), from, to);
        }
    }

    /** Drops what a partition has. */
    void clear(int partition) {
        counts[partition] = 0;
        next[partition] = 0;
    }

    /** Drops everything; the slabs stay, to be used again. */
    void clear() {
        for (int partition = 0; partition < counts.length; partition++) {
            clear(partition);
        }
        used = 0;
    }

    /** Gives the slabs back. */
    void release() {
        slabs.clear();
        Arrays.fill(slab, new long[0]);
        Arrays.fill(chunks, NONE);
        clear();
    }

    /** Reads entries in [from, to), up to the first one that begins with zero. */
    @FunctionalInterface
    interface Reader {
        void read(long[] entries, int from, int to);
    }
}
