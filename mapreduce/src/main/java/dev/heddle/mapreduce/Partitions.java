/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a {@link SumTable} that has outgrown the processor's cache holds behind its fronts; for one thread. */
final class Partitions {
    /*
     * A partition is a range of hashes. It has a table of its own, small enough for the cache, and a backlog of what is
     * still to be added to that. To add to a backlog is to write one behind the other. When the backlogs have grown as
     * large as the tables, what waits is added partition by partition, so that each table is brought into the cache once
     * for many additions.
     *
     * Where the memory does not allow for that, partition after partition is brought together and handed to the spill.
     *
     * Entries of the backlogs: a small key; {first 8 bytes, the others | length << 56} of a medium one, the second first,
     * as it is never zero. A highest bit, which neither has, says that a delta other than 1 follows.
     */
    static final int BITS = 10;

    static final int COUNT = 1 << BITS;

    /** Backlogs may be as large as this however small the tables are. */
    private static final long LEAST_BACKLOG_BYTES = 1 << 26;

    /** Less memory than this is soon full of chunks that are begun. */
    static final long LEAST_BYTES = 1 << 24;

    private static final long HAS_DELTA = Long.MIN_VALUE;

    private final SumTable owner;
    private final Seeds seeds;
    private final @Nullable SumTable[] tables = new SumTable[COUNT];
    private final Backlog small = new Backlog(COUNT);
    private final Backlog medium = new Backlog(COUNT);

    /** What the tables take, as of when a backlog was last added to them. */
    private long tableBytes;

    /** Whether the tables did not fit once; then all the room is for what waits. */
    private boolean outgrown;

    Partitions(SumTable owner, Seeds seeds) {
        this.owner = owner;
        this.seeds = seeds;
    }

    long bytes() {
        return tableBytes + small.bytes() + medium.bytes();
    }

    void addSmall(long hash, long key, long delta) {
        int partition = (int) (hash >>> (64 - BITS));
        int longs = delta == 1 ? 1 : 2;
        if (!small.hasRoom(partition, longs)) {
            makeRoom(small);
        }
        if (delta == 1) {
            small.add(partition, key);
        } else {
            small.add(partition, key | HAS_DELTA, delta);
        }
    }

    void addMedium(long hash, long low, long high, long delta) {
        int partition = (int) (hash >>> (64 - BITS));
        int longs = delta == 1 ? 2 : 3;
        if (!medium.hasRoom(partition, longs)) {
            makeRoom(medium);
        }
        if (delta == 1) {
            medium.add(partition, high, low);
        } else {
            medium.add(partition, high | HAS_DELTA, low, delta);
        }
    }

    private void makeRoom(Backlog backlog) {
        long waiting = small.filledBytes() + medium.filledBytes();
        // While what waits is added to the tables both are there.
        long ahead = outgrown ? 0 : (small.bytes() + medium.bytes()) / 2;
        if (waiting > Math.max(LEAST_BACKLOG_BYTES, tableBytes) || !owner.fits(Backlog.SLAB_BYTES + ahead)) {
            settleOrSpill();
        }
        if (backlog.bytes() == backlog.filledBytes()) {
            backlog.addSlab();
        }
    }

    /** About what the tables take when nothing waits any more. */
    long settledBytes() {
        owner.beginMove();
        settle(0);
        owner.endMove();
        // The hash makes all partitions about as large as the first one.
        long settled = COUNT * table(0).bytes();
        return settled + settled / 8;
    }

    private void settleOrSpill() {
        if (owner.fits(settledBytes() - tableBytes)) {
            owner.beginMove();
            for (int partition = 1; partition < COUNT; partition++) {
                settle(partition);
            }
            small.clear();
            medium.clear();
            tableBytes = 0;
            for (int partition = 0; partition < COUNT; partition++) {
                tableBytes += table(partition).bytes();
            }
            owner.endMove();
        } else {
            outgrown = true;
            owner.spillAll();
        }
    }

    /** The table of a partition, without what waits for it. */
    SumTable table(int partition) {
        SumTable table = tables[partition];
        if (table == null) {
            table = new SumTable(seeds, BITS, 16, 16, 16).filledClosely();
            tables[partition] = table;
        }
        return table;
    }

    /** Adds what waits for a partition to its table. */
    private void settle(int partition) {
        addBacklogTo(partition, table(partition).adder());
        small.clear(partition);
        medium.clear(partition);
    }

    /** Gives the table of a partition, with all there is of it, away. */
    SumTable take(int partition) {
        settle(partition);
        SumTable table = table(partition);
        tables[partition] = null;
        return table;
    }

    /** Shows all there is of a partition; a key may come several times. */
    void forEachOf(int partition, SumTable.Entries entries) {
        SumTable table = tables[partition];
        if (table != null) {
            table.forEach(entries);
        }
        addBacklogTo(partition, entries);
    }

    private void addBacklogTo(int partition, SumTable.Entries entries) {
        small.forEach(partition, (longs, from, to) -> {
            for (int at = from; at < to && longs[at] != 0; at++) {
                long key = longs[at];
                if (key >= 0) {
                    entries.small(key, 1);
                } else {
                    entries.small(key ^ HAS_DELTA, longs[++at]);
                }
            }
        });
        medium.forEach(partition, (longs, from, to) -> {
            for (int at = from; at < to && longs[at] != 0; at += 2) {
                long high = longs[at];
                if (high >= 0) {
                    entries.medium(longs[at + 1], high, 1);
                } else {
                    entries.medium(longs[at + 1], high ^ HAS_DELTA, longs[at + 2]);
                    at++;
                }
            }
        });
    }

    /** Drops everything. */
    void clear() {
        Arrays.fill(tables, null);
        small.clear();
        medium.clear();
        tableBytes = 0;
    }
}
