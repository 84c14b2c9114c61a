/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.collect;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.function.Consumer;

/** An append list as a read-only {@link java.util.List} that grows with it. */
final class AppendListView<E> extends AbstractList<E> implements RandomAccess {
    private final AppendList<E> list;

    AppendListView(AppendList<E> list) {
        this.list = list;
    }

    @Override
    public E get(int index) {
        return list.get(index);
    }

    @Override
    public int size() {
        return list.size();
    }

    @Override
    public Iterator<E> iterator() {
        return list.iterator();
    }

    @Override
    public Spliterator<E> spliterator() {
        return list.spliterator();
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        list.forEach(action);
    }

    @Override
    public Object[] toArray() {
        return list.toList().toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return list.toList().toArray(array);
    }
}
