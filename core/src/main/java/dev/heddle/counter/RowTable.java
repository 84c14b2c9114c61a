/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.arrayVarHandle;
import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one summary: those that a thread owns, found by the thread's id, and stripes that all others share.
 *
 * @param <R> the rows
 */
final class RowTable<R extends SummaryRow> {
    /*
     * field       read            write            who writes
     * ----------  --------------  ---------------  ----------------------------------------------------------------
     * index       plain           volatile         under the lock: longer, with the same rows
     * index[i]    plain           release          under the lock: a row for an id that may look here, or null
     * stripes     volatile        volatile         under the lock, once
     * stripes[i]  acquire         release          under the lock, once
     * owned       under the lock  under the lock
     * rest        plain           plain            any thread that found no row; a lost write asks again a little sooner
     *
     * A platform thread owns a row from its first record on, so that records need no atomic instruction. A row whose
     * owner is dead goes to the next new thread with its totals in it: there are never more rows than threads
     * were alive at once. Virtual threads are too many to own rows; they take turns on the stripes, as do threads that
     * come when MOST_OWNED rows are taken.
     *
     * CellTable finds what a thread owns in much the same way, and shares `Owned` with this class, but little else: there
     * a thread begins on a stripe and earns its cell, stripes are added to by one instruction and sums take no lock. Here
     * a record on a stripe needs the stripe locked, and so each thread has a row at once, next to its neighbours' in one
     * index and not in 64 homes beside a second one: a thread that is not at home would record several times as slowly.
     *
     * The index only finds rows, stats read `owned`: a row may move in the index without being counted twice. A plain
     * read of the index may be stale: then the row found has another owner, or there is none, and the thread looks
     * again under the lock. A row's owner put it into the index itself, so it does not see it half made.
     */
    private static final VarHandle INDEX =
            fieldVarHandle(MethodHandles.lookup(), "index", VarHandle.class, RowTable.class, SummaryRow[].class);
    private static final VarHandle ELEMENT =
            arrayVarHandle(MethodHandles.lookup(), "element", VarHandle.class, SummaryRow[].class);

    static final int MOST_OWNED = 1024;
    static final int STRIPES =
            Math.clamp(Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors()), 4, 64);

    private static final int LEAST_INDEX = 8;

    /** A row that is not where its owner looks first makes the index longer while it has fewer slots for each row. */
    private static final int OPEN = 16;

    private static final int MOST_INDEX = 4 * MOST_OWNED;
    private static final int PROBES = 4;
    private static final int REST_AFTER_REFUSAL = 1024;
    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(STRIPES);
    private static final int TURNS_BEFORE_YIELDING = 8;

    /** 2^64 divided by the golden ratio: multiples of it lie evenly apart, so consecutive thread ids do, too. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Moments<R> moments;
    private final R first;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<R> owned = new ArrayList<>();

    private volatile @Nullable SummaryRow[] index = new SummaryRow[LEAST_INDEX];
    private volatile @Nullable SummaryRow @Nullable [] stripes;
    private int rest;

    RowTable(Moments<R> moments) {
        this.moments = moments;
        this.first = moments.newRow();
        owned.add(first);
    }

    /** Returns the row that the first thread owns, and others may own after its death. */
    R first() {
        return first;
    }

    /** Returns the row in the place where a thread with this id looks first: perhaps another's, perhaps none. */
    @SuppressWarnings("unchecked") // all rows of the index are made by `moments`
    @Nullable
    R home(long id) {
        @Nullable SummaryRow[] rows = indexPlain();
        return (R) rows[(int) id & (rows.length - 1)];
    }

    /** Records for a thread that has not found its row at home. */
    void recordElsewhere(Thread thread, long id, long bits) {
        SummaryRow row = begin(thread, id);
        row.add(bits);
        row.end();
    }

    /** Adds the totals of another table, in words of the caller's own. */
    void merge(long[] totals) {
        Thread thread = Thread.currentThread();
        SummaryRow row = begin(thread, thread.threadId());
        row.merge(totals);
        row.end();
    }

    /** Returns a row in which the calling thread may write until it ends: its own, or a stripe that it has locked. */
    private SummaryRow begin(Thread thread, long id) {
        SummaryRow row = ownRow(thread, id);
        if (row == null) {
            return lockStripe(id);
        }
        row.begin();
        return row;
    }

    /** Returns the totals of all rows, each at one instant during this call, in words of the caller's own. */
    long[] total() {
        long[] total = moments.newTotals();
        lock.lock();
        try {
            for (R row : owned) {
                moments.combine(total, row.read());
            }
            @Nullable SummaryRow[] shared = stripes;
            if (shared != null) {
                for (SummaryRow row : shared) {
                    if (row != null) {
                        moments.combine(total, row.read());
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        return total;
    }

    /** Returns the row of the calling thread, or null when it shares. */
    private @Nullable SummaryRow ownRow(Thread thread, long id) {
        if (thread.isVirtual()) {
            return null;
        }
        @Nullable SummaryRow[] rows = indexPlain();
        for (int probe = 0; probe < PROBES; probe++) {
            SummaryRow row = rows[((int) id + probe) & (rows.length - 1)];
            if (row != null && row.isOwnedBy(id)) {
                return row;
            }
        }
        if (rest > 0) {
            rest--;
            return null;
        }
        return claim(thread, id);
    }

    private @Nullable R claim(Thread thread, long id) {
        lock.lock();
        try {
            R row = null;
            for (R candidate : owned) {
                if (!candidate.isOwnerAlive()) {
                    row = candidate;
                    break;
                }
            }
            if (row == null) {
                if (owned.size() == MOST_OWNED) {
                    rest = REST_AFTER_REFUSAL;
                    return null;
                }
                row = moments.newRow();
                owned.add(row);
            }
            if (!place(row, id)) {
                rest = REST_AFTER_REFUSAL;
                return null;
            }
            row.setOwner(thread, id);
            return row;
        } finally {
            lock.unlock();
        }
    }

    /** Puts {@code row} where a thread with this id looks, in a longer index if need be; false when that is full. */
    private boolean place(SummaryRow row, long id) {
        @Nullable SummaryRow[] rows = index;
        if (row.slot != Owned.NOWHERE) {
            setElementRelease(rows, row.slot, null);
            row.slot = Owned.NOWHERE;
        }
        if (rows[(int) id & (rows.length - 1)] != null && rows.length < OPEN * (owned.size() + 1)) {
            rows = longer(rows, 2 * rows.length);
        }
        for (int length = rows.length; !insert(rows, row, id); rows = longer(index, length)) {
            length *= 2;
            if (length > MOST_INDEX) {
                return false;
            }
        }
        for (int i = 0; i < rows.length; i++) {
            SummaryRow placed = rows[i];
            if (placed != null) {
                placed.slot = i;
            }
        }
        index = rows;
        return true;
    }

    /** Copies an index; what finds no place in the copy makes it full, so that the next one is tried. */
    private static @Nullable SummaryRow[] longer(@Nullable SummaryRow[] rows, int length) {
        @Nullable SummaryRow[] longer = new SummaryRow[length];
        for (SummaryRow row : rows) {
            if (row != null && !insert(longer, row, row.ownerPlain())) {
                Arrays.fill(longer, row);
                return longer;
            }
        }
        return longer;
    }

    private static boolean insert(@Nullable SummaryRow[] rows, SummaryRow row, long id) {
        for (int probe = 0; probe < PROBES; probe++) {
            int slot = ((int) id + probe) & (rows.length - 1);
            if (rows[slot] == null) {
                setElementRelease(rows, slot, row);
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("ThreadPriorityCheck") // whoever has locked the stripes may need this processor
    private SummaryRow lockStripe(long id) {
        int first = (int) ((id * GOLDEN) >>> SHIFT);
        for (int turn = 1; ; turn++) {
            for (int i = 0; i < STRIPES; i++) {
                SummaryRow row = stripe((first + i) & (STRIPES - 1));
                if (row.tryLock()) {
                    return row;
                }
            }
            if (turn % TURNS_BEFORE_YIELDING == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private SummaryRow stripe(int i) {
        @Nullable SummaryRow[] rows = stripes;
        SummaryRow row = rows == null ? null : elementAcquire(rows, i);
        return row == null ? makeStripe(i) : row;
    }

    private SummaryRow makeStripe(int i) {
        lock.lock();
        try {
            @Nullable SummaryRow[] rows = stripes;
            if (rows == null) {
                rows = new SummaryRow[STRIPES];
                stripes = rows;
            }
            SummaryRow row = rows[i];
            if (row == null) {
                row = moments.newRow();
                setElementRelease(rows, i, row);
            }
            return row;
        } finally {
            lock.unlock();
        }
    }

    int ownedRows() {
        lock.lock();
        try {
            return (int) owned.stream().filter(row -> row.ownerPlain() != 0).count();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable SummaryRow[] indexPlain() {
        return (@Nullable SummaryRow[]) INDEX.get(this);
    }

    private static @Nullable SummaryRow elementAcquire(@Nullable SummaryRow[] rows, int i) {
        return (SummaryRow) ELEMENT.getAcquire(rows, i);
    }

    private static void setElementRelease(@Nullable SummaryRow[] rows, int i, @Nullable SummaryRow row) {
        ELEMENT.setRelease(rows, i, row);
    }
}
