/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The inputs of one call. Each goes to one thread. */
abstract sealed class Inputs permits IndexedInputs, IteratedInputs {
    /** How many inputs there are, as far as is known: it only sets how many are taken at once. */
    final long expected;

    private final int threads;

    Inputs(long expected, int threads) {
        this.expected = expected;
        this.threads = threads;
    }

    /** Inputs that threads may take in whatever order. */
    static Inputs of(Iterable<?> inputs, int threads) {
        return inputs instanceof List<?> list && list instanceof RandomAccess
                ? new IndexedInputs(list, threads)
                : inOrder(inputs, threads);
    }

    /** Inputs that are taken under a lock, so that a thread can say in their order which it has begun. */
    static Inputs inOrder(Iterable<?> inputs, int threads) {
        long expected = inputs instanceof Collection<?> collection ? collection.size() : Long.MAX_VALUE;
        return new IteratedInputs(inputs.iterator(), expected, threads);
    }

    /** Waits for its turn. Answers whether it has it; false when it is too late. */
    abstract boolean enter(long deadline) throws InterruptedException;

    abstract boolean tryEnter();

    abstract void leave();

    /** Takes the next inputs, at most so many, and fewer near the end; null when there are none. */
    abstract @Nullable Chunk take(int most);

    /** How many have been given out. */
    abstract long given();

    abstract boolean hasEnded();

    /** No more inputs are wanted. */
    abstract void end();

    /** Whether it looks as if there were more. */
    final boolean hasMore() {
        return !hasEnded() && given() < expected;
    }

    /** How many a thread should take: near the end only a part of its share, so that all end together. */
    final int wanted(int most, long given) {
        return (int) Math.max(1, Math.min(most, (expected - given) / (2L * threads)));
    }

    /** An input of a chunk, which may throw as the user's list does. */
    abstract @Nullable Object input(Chunk chunk, int at);
}
