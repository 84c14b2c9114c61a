/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/**
 * Count, sum, least, greatest, mean and variance of the {@code long} values that many threads record.
 *
 * <p>Nothing overflows: the sum and the sum of squares are exact, whatever the values are. Results do not depend on
 * which thread recorded what, nor on the order in which summaries are merged.
 *
 * <p>{@link #stats} takes what each thread has recorded at one instant, so the figures of a reading always belong to
 * the same values. It does not stop all threads at the same instant: of two values that different threads record during
 * the call it may count the later one only.
 *
 * <p><b>Progress:</b> {@link #record} is wait-free for a platform thread, except for its first value, which takes a
 * lock. Virtual threads, and platform threads when more than a thousand record at once, take turns on a few shared
 * stripes: they spin, and yield, while all of those are busy. {@link #stats} is blocking: one reader at a time, which
 * waits, and yields, for a thread that is in the middle of a record.
 *
 * <p><b>Memory effects:</b> actions before {@link #record} happen-before actions after a {@link #stats} that counts its
 * value.
 *
 * <p><b>Cost:</b> a record is a few stores into memory of the thread's own, without an atomic instruction; nothing is
 * allocated after the first. A summary takes about 700 bytes for each platform thread that was alive at once.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>no record is lost
 *       <li>a reading never holds half a record
 *       <li>{@code min <= mean <= max}
 *     </ul>
 */
public final class LongSummary {
    private final RowTable<LongRow> rows = new RowTable<>(LongMoments.INSTANCE);
    private final LongRow first = rows.first();

    /** Makes a summary of no values. */
    public LongSummary() {}

    /**
     * Records one value.
     *
     * @param value any value
     */
    public void record(long value) {
        Thread thread = Thread.currentThread();
        long id = thread.threadId();
        if (first.isOwnedBy(id)) {
            first.recordOwned(value);
            return;
        }
        LongRow row = rows.home(id);
        if (row != null && row.isOwnedBy(id)) {
            row.recordOwned(value);
        } else {
            rows.recordElsewhere(thread, id, value);
        }
    }

    /**
     * Adds everything that another summary has recorded so far. Both can be in use meanwhile; the other one keeps its
     * values.
     *
     * @param other the summary to add, which may be this one
     */
    public void merge(LongSummary other) {
        rows.merge(other.rows.total());
    }

    /**
     * Returns what was recorded.
     *
     * @return the figures, in which every record is counted that happened before this call, and no record in part
     */
    public LongSummaryStats stats() {
        return LongMoments.stats(rows.total());
    }

    int ownedRows() {
        return rows.ownedRows();
    }
}
