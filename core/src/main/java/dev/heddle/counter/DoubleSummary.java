/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/**
 * Count, sum, least, greatest, mean and variance of the {@code double} values that many threads record.
 *
 * <p>The sum and the sum of squares are exact until they are read, and each figure is rounded once then. So it is the
 * {@code double} nearest to the true one, and the same bits in whatever order and on whatever threads the values came,
 * and however summaries were merged.
 *
 * <p>NaN and infinities are taken as {@link java.util.DoubleSummaryStatistics} takes them.
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
 * <p><b>Cost:</b> a record is a few stores into memory of the thread's own, without an atomic instruction, as long as
 * the values lie within 32 powers of two of each other; a wider mix takes several times as long. Nothing is allocated
 * after the first. A summary takes about 2.3 KB for each platform thread that was alive at once.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>no record is lost
 *       <li>a reading never holds half a record
 *       <li>the sum does not depend on the order
 *     </ul>
 */
public final class DoubleSummary {
    private final RowTable<DoubleRow> rows = new RowTable<>(DoubleMoments.INSTANCE);
    private final DoubleRow first = rows.first();

    /** Makes a summary of no values. */
    public DoubleSummary() {}

    /**
     * Records one value.
     *
     * @param value any value
     */
    public void record(double value) {
        Thread thread = Thread.currentThread();
        long id = thread.threadId();
        if (first.isOwnedBy(id)) {
            first.recordOwned(value);
            return;
        }
        DoubleRow row = rows.home(id);
        if (row != null && row.isOwnedBy(id)) {
            row.recordOwned(value);
        } else {
            rows.recordElsewhere(thread, id, Double.doubleToRawLongBits(value));
        }
    }

    /**
     * Adds everything that another summary has recorded so far. Both can be in use meanwhile; the other one keeps its
     * values.
     *
     * @param other the summary to add, which may be this one
     */
    public void merge(DoubleSummary other) {
        rows.merge(other.rows.total());
    }

    /**
     * Returns what was recorded.
     *
     * @return the figures, in which every record is counted that happened before this call, and no record in part
     */
    public DoubleSummaryStats stats() {
        return DoubleMoments.stats(rows.total());
    }

    int ownedRows() {
        return rows.ownedRows();
    }
}
