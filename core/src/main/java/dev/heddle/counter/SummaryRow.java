/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What one thread has recorded, or several that take turns, with a sequence number that tells when it is whole. */
abstract class SummaryRow extends RowPadding {
    /*
     * One writer at a time: the thread that owns the row, or whoever locked it. One reader at a time: the one that has
     * the lock of the table.
     *
     * field         read             write            who writes
     * ------------  ---------------  ---------------  ------------------------------------------------------------
     * sequence      acquire, opaque  release, opaque  the writer; a stripe is locked by CAS from even to odd
     * question         volatile, plain  volatile         the reader: one of its own, null
     * question.answer  volatile       volatile         the writer
     * uncounted     plain, opaque    opaque           the writer
     * all others    plain, opaque    opaque           the writer
     *
     * Whatever the writer does to the row it does while the sequence is odd. A reader copies the row between two reads
     * of the sequence and keeps the copy if both give the same even number. The fence in `begin` keeps every later write
     * behind the odd number, and the reader's fence keeps its second look behind its copy; so a copy that holds anything
     * of a record that was not over does not find the old number. The release of the even number pairs with the reader's
     * acquire: all of the records before it are there.
     *
     * A writer that records all the time would starve the reader. Therefore the reader asks, and the next record answers
     * with a copy. Each question is an object that holds its answer: one that comes when the reader has already made
     * its own copy is lost with its question. In a field of the row it would lie there while the writer records on, and
     * a later reading would take it and miss those records. The writer looks for a question plainly, once in a record:
     * it has to see it at some time, and what it then publishes is its own.
     *
     * The sequence counts the records, two for each: a row needs no count of its own. What came by merging is counted
     * apart, in `uncounted`.
     */
    private static final VarHandle SEQUENCE =
            fieldVarHandle(MethodHandles.lookup(), "sequence", VarHandle.class, SummaryRow.class, long.class);
    private static final VarHandle UNCOUNTED =
            fieldVarHandle(MethodHandles.lookup(), "uncounted", VarHandle.class, SummaryRow.class, long.class);
    private static final VarHandle QUESTION =
            fieldVarHandle(MethodHandles.lookup(), "question", VarHandle.class, SummaryRow.class, Question.class);

    /** How many words stand before and behind those of a row. */
    static final int PADDING = 128 / Long.BYTES;

    private static final int COPIES_BEFORE_ASKING = 4;
    private static final int LOOKS_BEFORE_YIELDING = 100;

    @SuppressWarnings("unused") // accessed through SEQUENCE
    private volatile long sequence;

    @SuppressWarnings("unused") // accessed through UNCOUNTED
    private volatile long uncounted;

    @SuppressWarnings("UnusedVariable") // read through QUESTION
    private volatile @Nullable Question question;

    /** Adds a value in the bits that its kind of row takes. The caller has begun. */
    abstract void add(long bits);

    /** Adds the totals of another summary, all but their count. The caller has begun. */
    abstract void addTotals(long[] totals);

    /** Copies the words, which another thread may be writing. */
    abstract long[] copy(long count);

    /** Makes the totals of a copy, in words of the caller's own. */
    abstract long[] totals(long[] copy);

    /** Locks a row that nobody owns; false when another thread has locked it. */
    final boolean tryLock() {
        long current = sequenceAcquire();
        return (current & 1) == 0 && SEQUENCE.compareAndSet(this, current, current + 1);
    }

    /** Adds the totals of another summary. The caller has begun. */
    final void merge(long[] totals) {
        addTotals(totals);
        UNCOUNTED.setOpaque(this, (long) UNCOUNTED.get(this) + totals[Moments.COUNT] - 1);
    }

    /** Begins to write as the owner, and returns the sequence number meanwhile. */
    final long begin() {
        long odd = (long) SEQUENCE.get(this) + 1;
        SEQUENCE.setOpaque(this, odd);
        VarHandle.storeStoreFence();
        return odd;
    }

    /** Ends what {@link #begin} has begun, or unlocks what {@link #tryLock} has locked. */
    final void end() {
        end((long) SEQUENCE.get(this));
    }

    /** Ends as {@link #end()} does, for a caller that knows the sequence number: reading it anew would take time. */
    final void end(long odd) {
        Question asked = (Question) QUESTION.get(this);
        if (asked != null && asked.answer == null) {
            asked.answer = copy(count(odd + 1));
        }
        SEQUENCE.setRelease(this, odd + 1);
    }

    private long count(long even) {
        return (even >>> 1) + (long) UNCOUNTED.getOpaque(this);
    }

    /** Returns the totals of everything recorded up to one instant during this call, in words of the caller's own. */
    @SuppressWarnings("ThreadPriorityCheck") // the writer may need this processor to finish its record
    final long[] read() {
        Question asked = null;
        for (int look = 1; ; look++) {
            if (look == COPIES_BEFORE_ASKING) {
                asked = new Question();
                question = asked;
            }
            long[] copy = tryCopy();
            if (copy == null && asked != null) {
                copy = asked.answer;
            }
            if (copy != null) {
                if (asked != null) {
                    question = null;
                }
                return totals(copy);
            }
            if (look % LOOKS_BEFORE_YIELDING == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private long @Nullable [] tryCopy() {
        long seen = sequenceAcquire();
        if ((seen & 1) != 0) {
            return null;
        }
        long[] copy = copy(count(seen));
        VarHandle.loadLoadFence();
        return (long) SEQUENCE.getOpaque(this) == seen ? copy : null;
    }

    private long sequenceAcquire() {
        return (long) SEQUENCE.getAcquire(this);
    }

    /** What a reader waits for. */
    private static final class Question {
        private volatile long @Nullable [] answer;
    }
}
