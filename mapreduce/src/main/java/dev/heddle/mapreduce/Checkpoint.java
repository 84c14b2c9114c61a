/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;

/** The splits that one worker has finished since it last committed. Used by one thread at a time. */
final class Checkpoint {
    /*
     * Whatever is in the worker's table, or was spilled since the last commit, is of splits in this list, or of the one
     * that the worker is at; a commit in the middle of a split would make a part of it true. So there is none then, and
     * none by a worker that failed in the middle: what it has done since its last commit is done again.
     */
    private final Journal journal;
    private final SumTable table;
    private final Spill spill;
    private final long everyNanos;
    private int[] splits = new int[16];
    private int count;
    private long bytes;
    private long records;
    private boolean inSplit;
    private long lastNanos = System.nanoTime();

    Checkpoint(Journal journal, SumTable table, Spill spill, long everyNanos) {
        this.journal = journal;
        this.table = table;
        this.spill = spill;
        this.everyNanos = everyNanos;
    }

    /** Called before the first record of a split is added to the table. */
    void beginSplit() {
        inSplit = true;
    }

    /** Called after its last one; commits when it is time to. */
    void endSplit(long split, long moreBytes, long moreRecords) {
        if (count == splits.length) {
            splits = Arrays.copyOf(splits, 2 * count);
        }
        splits[count++] = Math.toIntExact(split);
        bytes += moreBytes;
        records += moreRecords;
        inSplit = false;
        if (System.nanoTime() - lastNanos >= everyNanos) {
            commit();
        }
    }

    /** Commits what is finished, unless the worker is in the middle of a split. */
    void commit() {
        if (inSplit || count == 0 || table.isTorn()) {
            return;
        }
        table.empty();
        journal.commit(spill.uncommitted(), Arrays.copyOf(splits, count), bytes, records);
        spill.committed();
        count = 0;
        bytes = 0;
        records = 0;
        lastNanos = System.nanoTime();
    }
}
