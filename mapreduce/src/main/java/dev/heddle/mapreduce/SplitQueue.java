/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/** The splits of a list of files, numbered through, each of which one worker takes. */
final class SplitQueue {
    static final long NONE = -1;

    /** The number of the first split of each file, and behind them the number of all splits. */
    private final long[] first;

    private final int splitBytes;

    /** The splits that nobody takes any more. Not changed. */
    private final BitSet done;

    /** The next split to take; getAndAdd by the workers, so that no two get the same one. */
    private final AtomicLong next = new AtomicLong();

    /** A file of no bytes has one split, in which the reader looks whether it is really empty. */
    SplitQueue(long[] fileBytes, int splitBytes) {
        this(fileBytes, splitBytes, new BitSet());
    }

    /** The same without those that are done. */
    SplitQueue(long[] fileBytes, int splitBytes, BitSet done) {
        this.splitBytes = splitBytes;
        this.done = done;
        this.first = new long[fileBytes.length + 1];
        for (int file = 0; file < fileBytes.length; file++) {
            first[file + 1] = first[file] + Math.max(1, Math.ceilDiv(fileBytes[file], (long) splitBytes));
        }
    }

    /** How many splits there are in all. */
    long size() {
        return first[first.length - 1];
    }

    /** How many splits of a file are there to be taken. */
    long size(int file) {
        long size = first[file + 1] - first[file];
        if (!done.isEmpty()) {
            for (long split = first[file]; split < first[file + 1]; split++) {
                size -= done.get((int) split) ? 1 : 0;
            }
        }
        return size;
    }

    /** Takes the next split, {@link #NONE} when all are taken. */
    long claim() {
        while (true) {
            long split = next.getAndIncrement();
            if (split >= size()) {
                return NONE;
            }
            if (split > Integer.MAX_VALUE || !done.get((int) split)) {
                return split;
            }
        }
    }

    /** The file that a split belongs to. */
    int file(long split) {
        int found = Arrays.binarySearch(first, split);
        return found >= 0 ? found : -found - 2;
    }

    /** Where in its file a split begins. */
    long offset(long split) {
        return (split - first[file(split)]) * splitBytes;
    }
}
