/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import static java.util.Objects.requireNonNull;

import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A range of an append list that lies below a size already seen, so that it can no longer change. */
final class PrefixSpliterator<E> implements Spliterator<E> {
    private final AppendList<E> list;
    private final int to;
    private int next;

    PrefixSpliterator(AppendList<E> list, int from, int to) {
        this.list = list;
        this.to = to;
        this.next = from;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        requireNonNull(action, "action");
        if (next >= to) {
            return false;
        }
        action.accept(list.get(next++));
        return true;
    }

    @Override
    public void forEachRemaining(Consumer<? super E> action) {
        requireNonNull(action, "action");
        int from = next;
        next = to;
        list.forEach(from, to, action);
    }

    @Override
    public @Nullable Spliterator<E> trySplit() {
        int middle = (next + to) >>> 1;
        if (middle == next) {
            return null;
        }
        Spliterator<E> first = new PrefixSpliterator<>(list, next, middle);
        next = middle;
        return first;
    }

    @Override
    public long estimateSize() {
        return (long) to - next;
    }

    @Override
    public int characteristics() {
        return ORDERED | SIZED | SUBSIZED | NONNULL | IMMUTABLE;
    }
}
