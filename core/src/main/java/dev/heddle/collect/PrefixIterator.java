/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** The elements of an append list below a size that was taken when the walk began. Confined to one thread. */
final class PrefixIterator<E> implements Iterator<E> {
    private final AppendList<E> list;
    private final int size;
    private int next;

    PrefixIterator(AppendList<E> list, int size) {
        this.list = list;
        this.size = size;
    }

    @Override
    public boolean hasNext() {
        return next < size;
    }

    @Override
    public E next() {
        if (next >= size) {
            throw new NoSuchElementException("all " + size + " elements were handed out");
        }
        return list.get(next++);
    }

    @Override
    public void forEachRemaining(Consumer<? super E> action) {
        requireNonNull(action, "action");
        int from = next;
        next = size;
        list.forEach(from, size, action);
    }
}
