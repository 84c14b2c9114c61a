/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Inputs that an iterator gives. Threads come in one after the other and take some. */
final class IteratedInputs extends Inputs {
    /*
     * field     read      write     who writes
     * --------  --------  --------  -------------------------------------------------
     * given     volatile  volatile  the thread that holds the turn
     * hasEnded  volatile  volatile  the thread that holds the turn; whoever ends the call
     * iterator                      called by the thread that holds the turn
     *
     * The iterator is the user's, and is called under the turn's lock because its calls have to come one after the
     * other. Nothing that a user can wait for needs this lock: a consumer of results only tries it.
     *
     * Only a take that finds nothing is the end. Were it told with the last inputs, a consumer could see the end, and no
     * results, before those inputs are begun.
     */
    private final ReentrantLock turn = new ReentrantLock();

    private final Iterator<?> iterator;
    private volatile long given;
    private volatile boolean hasEnded;

    IteratedInputs(Iterator<?> iterator, long expected, int threads) {
        super(expected, threads);
        this.iterator = iterator;
    }

    @Override
    boolean enter(long deadline) throws InterruptedException {
        if (deadline == Bell.NO_DEADLINE) {
            turn.lockInterruptibly();
            return true;
        }
        return turn.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    boolean tryEnter() {
        return turn.tryLock();
    }

    @Override
    void leave() {
        turn.unlock();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the thread that holds the turn
    @Nullable
    Chunk take(int most) {
        if (hasEnded) {
            return null;
        }
        long first = given;
        @Nullable Object[] items = new @Nullable Object[wanted(most, first)];
        int taken = 0;
        while (taken < items.length && iterator.hasNext()) {
            items[taken++] = iterator.next();
            given++;
        }
        if (taken == 0) {
            hasEnded = true;
            return null;
        }
        return new Chunk(first, taken, items);
    }

    @Override
    @Nullable
    Object input(Chunk chunk, int at) {
        return chunk.items[at];
    }

    @Override
    long given() {
        return given;
    }

    @Override
    boolean hasEnded() {
        return hasEnded;
    }

    @Override
    void end() {
        hasEnded = true;
    }
}
