/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.arrayVarHandle;
import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What one thread has recorded, or several that take turns: the last values as they came, and the totals of all values
 * before them.
 */
final class SummaryRow {
    /*
     * One writer at a time: the thread that owns the row, or whoever locked it. One reader at a time: the one that has
     * the lock of the table.
     *
     * field             read             write            who writes
     * ----------------  ---------------  ---------------  ------------------------------------------------------
     * words[SEQUENCE]   acquire, opaque  release, opaque  the writer; a stripe is locked by CAS from even to odd
     * words[FILL]       acquire          release          the writer
     * words[others]     opaque           opaque           the writer; it reads what it wrote itself plainly
     * question          volatile         volatile         the reader: one of its own, null
     * question.answer   volatile         volatile         the writer, once
     * owner             plain            release          the owner itself, under the lock of the table
     * thread, slot      under the lock   under the lock   the same
     *
     * A record is one value put behind the others and, with release, a FILL one higher: it pairs with the reader's
     * acquire, so the values before FILL are there. Every 64th record folds the values into the totals. For
     * that time SEQUENCE is odd. A reader copies the row between two reads of SEQUENCE and keeps the copy if both
     * give the same even number: then no value was folded meanwhile, and values that came behind the FILL it has read
     * are none of its business. The fence in `begin` keeps every later write behind the odd number; the reader's fence
     * keeps its second look behind its copy. So a copy that holds one word of a fold, or of the values after it, does
     * not find the old number.
     *
     * A writer that folds all the time could starve the reader. Therefore the reader asks, and the next fold answers
     * with a copy. Each question is an object that holds its answer: one that comes when the reader has already made
     * its own copy is lost with its question. In a field of the row it would lie there while the writer records on, and
     * a later reading would take it and miss those records.
     *
     * A thread may read `owner` plainly because only one answer matters to it, its own id, and that one it has written
     * itself: ids are never used twice, and nobody takes a row from a live thread.
     *
     * All words stand in one array, between paddings of two cache lines.
     */
    private static final VarHandle WORD = arrayVarHandle(MethodHandles.lookup(), "word", VarHandle.class, long[].class);
    private static final VarHandle OWNER =
            fieldVarHandle(MethodHandles.lookup(), "owner", VarHandle.class, SummaryRow.class, long.class);

    private static final int PADDING = 128 / Long.BYTES;
    private static final int SEQUENCE = PADDING;
    private static final int FILL = SEQUENCE + 1;
    private static final int CAPACITY = 64;

    /** Where the values that are not folded yet begin. */
    static final int BUFFER = FILL + 1;
    /** Where the totals begin. */
    static final int TOTALS = BUFFER + CAPACITY;

    private static final int COPIES_BEFORE_ASKING = 4;
    private static final int LOOKS_BEFORE_YIELDING = 100;

    private final Moments moments;
    private final long[] words;
    private volatile @Nullable Question question;

    @SuppressWarnings("unused") // accessed through OWNER
    private volatile long owner;

    private @Nullable WeakReference<Thread> thread;
    int slot;

    SummaryRow(Moments moments) {
        this.moments = moments;
        this.words = newWords(moments);
    }

    static long[] newWords(Moments moments) {
        long[] words = new long[TOTALS + moments.size() + PADDING];
        moments.clear(words);
        return words;
    }

    boolean isOwnedBy(long id) {
        return (long) OWNER.get(this) == id;
    }

    long ownerPlain() {
        return (long) OWNER.get(this);
    }

    /** Makes the calling thread the owner; what the dead owner has recorded stays. */
    void setOwner(Thread newOwner, long id) {
        thread = new WeakReference<>(newOwner);
        OWNER.setRelease(this, id);
    }

    /**
     * Answers whether the owner may still record. A thread that is seen dead has made its last record visible to the
     * thread that sees it; one whose reference was cleared died before the collection that cleared it.
     */
    boolean isOwnerAlive() {
        Thread owning = thread == null ? null : thread.get();
        return owning != null && owning.isAlive();
    }

    /** Records as the owner. */
    void recordOwned(long bits) {
        int fill = append(bits);
        if (fill == CAPACITY) {
            begin();
            fold(fill);
            end();
        }
    }

    /** Adds the totals of another summary as the owner. */
    void mergeOwned(long[] totals) {
        begin();
        moments.combine(words, totals);
        end();
    }

    /** Locks a row that nobody owns; false when another thread has locked it. */
    boolean tryLock() {
        long sequence = sequenceAcquire();
        return (sequence & 1) == 0 && WORD.compareAndSet(words, SEQUENCE, sequence, sequence + 1);
    }

    /** Records under the lock, and unlocks. */
    void recordLocked(long bits) {
        int fill = append(bits);
        if (fill == CAPACITY) {
            fold(fill);
        }
        end();
    }

    /** Adds the totals of another summary under the lock, and unlocks. */
    void mergeLocked(long[] totals) {
        moments.combine(words, totals);
        end();
    }

    private int append(long bits) {
        int fill = (int) words[FILL];
        set(words, BUFFER + fill, bits);
        WORD.setRelease(words, FILL, (long) fill + 1);
        return fill + 1;
    }

    private void begin() {
        set(words, SEQUENCE, words[SEQUENCE] + 1);
        VarHandle.storeStoreFence();
    }

    private void fold(int fill) {
        moments.fold(words, fill);
        set(words, FILL, 0);
        Question asked = question;
        if (asked != null && asked.answer == null) {
            asked.answer = words.clone();
        }
    }

    private void end() {
        WORD.setRelease(words, SEQUENCE, words[SEQUENCE] + 1);
    }

    /** Returns the totals of everything recorded up to one instant during this call, in words of the caller's own. */
    @SuppressWarnings("ThreadPriorityCheck") // the writer may need this processor to finish its fold
    long[] read() {
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
                moments.fold(copy, (int) copy[FILL]);
                return copy;
            }
            if (look % LOOKS_BEFORE_YIELDING == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private long @Nullable [] tryCopy() {
        long sequence = sequenceAcquire();
        if ((sequence & 1) != 0) {
            return null;
        }
        long[] copy = new long[words.length];
        int fill = (int) (long) WORD.getAcquire(words, FILL);
        copy[FILL] = fill;
        for (int i = BUFFER; i < BUFFER + fill; i++) {
            copy[i] = (long) WORD.getOpaque(words, i);
        }
        for (int i = TOTALS; i < words.length - PADDING; i++) {
            copy[i] = (long) WORD.getOpaque(words, i);
        }
        VarHandle.loadLoadFence();
        return (long) WORD.getOpaque(words, SEQUENCE) == sequence ? copy : null;
    }

    private long sequenceAcquire() {
        return (long) WORD.getAcquire(words, SEQUENCE);
    }

    /** Writes a word that a reader may be looking at; nothing else is published by this store. */
    static void set(long[] words, int at, long value) {
        WORD.setOpaque(words, at, value);
    }

    /** What a reader waits for. */
    private static final class Question {
        private volatile long @Nullable [] answer;
    }
}
