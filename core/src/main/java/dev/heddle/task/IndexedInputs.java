/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Inputs of a list that can be read by index. Threads take them by moving the index on, without a lock. */
final class IndexedInputs extends Inputs {
    /*
     * next is moved on by compare-and-set, so each index belongs to the thread that moved it past. The list is the
     * user's, filled before the call, and only read.
     */
    private final List<?> list;

    private final AtomicLong next = new AtomicLong();

    IndexedInputs(List<?> list, int threads) {
        super(list.size(), threads);
        this.list = list;
    }

    @Override
    boolean enter(long deadline) {
        return true;
    }

    @Override
    boolean tryEnter() {
        return true;
    }

    @Override
    void leave() {}

    @Override
    @Nullable
    Chunk take(int most) {
        for (; ; ) {
            long first = next.get();
            int size = (int) Math.min(wanted(most, first), expected - first);
            if (size <= 0) {
                return null;
            }
            if (next.compareAndSet(first, first + size)) {
                return new Chunk(first, size, new @Nullable Object[size]);
            }
        }
    }

    @Override
    @Nullable
    Object input(Chunk chunk, int at) {
        return list.get((int) chunk.first + at);
    }

    @Override
    long given() {
        return next.get();
    }

    @Override
    boolean hasEnded() {
        return next.get() >= expected;
    }

    @Override
    void end() {
        next.set(Math.max(next.get(), expected));
    }
}
