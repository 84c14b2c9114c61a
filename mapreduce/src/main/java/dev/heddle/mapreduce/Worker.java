/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import org.jspecify.annotations.Nullable;

/** What one thread of a run does with records, and what it has made of them; no other thread uses it meanwhile. */
abstract class Worker<T> {
    /** How many records it was shown. */
    long records;

    /** What {@link Slice#toString} of its records has decoded; made when that is first called. */
    private @Nullable StringCache strings;

    /** The texts of its records. */
    final StringCache strings() {
        StringCache made = strings;
        if (made == null) {
            made = new StringCache();
            strings = made;
        }
        return made;
    }

    /** Told before the first record of a split is shown. */
    void beginSplit() {}

    /** Told after the last record of a split was shown. */
    void endSplit(long split, long splitBytes, long splitRecords) {}

    /** Keeps what it has finished for another run, where there is one to be. */
    void commit() {}

    abstract void accept(T record) throws Exception;

    /** About how many bytes of memory it takes for what it has made. */
    abstract long heldBytes();
}
