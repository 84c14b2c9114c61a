/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one tally table that found their whole probe run taken by other keys, in order.
 *
 * <p>Keys are ordered by hash code, then by {@link Comparable}, so that finding one of n is O(log n) even where all
 * hash codes are the same. Keys that this order cannot tell apart hang on one another and are told apart by equals.
 * Entries are never removed.
 */
final class FloodedKeys {
    /*
     * field    read      write  who writes
     * -------  --------  -----  ------------------------------------------------------------
     * entries  volatile  CAS    a thread that adds a key, inside ConcurrentSkipListMap
     * tied     acquire   CAS    a thread that adds a key, null -> entry
     * word     see TallyTable: it is used like a slot of words
     */
    private final ConcurrentSkipListMap<Object, Entry> entries = new ConcurrentSkipListMap<>(FloodedKeys::order);

    @Nullable
    Entry find(Object key) {
        Entry entry = entries.get(key);
        while (entry != null && !key.equals(entry.key)) {
            entry = entry.tiedAcquire();
        }
        return entry;
    }

    Entry findOrAdd(Object key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            Entry added = new Entry(key);
            entry = entries.putIfAbsent(key, added);
            if (entry == null) {
                return added;
            }
        }
        while (!key.equals(entry.key)) {
            Entry tied = entry.tiedAcquire();
            if (tied == null) {
                Entry added = new Entry(key);
                if (entry.casTied(added)) {
                    return added;
                }
            } else {
                entry = tied;
            }
        }
        return entry;
    }

    /** The first entries of all chains; the others follow by {@link Entry#tiedAcquire}. */
    Collection<Entry> chains() {
        return entries.values();
    }

    /**
     * Orders any two keys. Only keys that may be equal need to be neighbours: those of one hash code and one family,
     * which is the topmost comparable class above a key's. Keys that are not comparable are one family, in which all
     * are tied.
     */
    private static int order(Object a, Object b) {
        int order = Integer.compare(a.hashCode(), b.hashCode());
        if (order != 0) {
            return order;
        }
        Class<?> familyOfA = family(a);
        Class<?> familyOfB = family(b);
        if (familyOfA != familyOfB) {
            order = familyOfA.getName().compareTo(familyOfB.getName());
            return order != 0
                    ? order
                    : Integer.compare(System.identityHashCode(familyOfA), System.identityHashCode(familyOfB));
        }
        return familyOfA == Object.class ? 0 : compare(a, b);
    }

    private static Class<?> family(Object key) {
        if (key instanceof Enum<?> constant) {
            return constant.getDeclaringClass();
        }
        Class<?> family = Object.class;
        for (Class<?> type = key.getClass(); type != null && Comparable.class.isAssignableFrom(type); ) {
            family = type;
            type = type.getSuperclass();
        }
        return family;
    }

    @SuppressWarnings("unchecked") // a key that is comparable to something else says so, and is tied
    private static int compare(Object a, Object b) {
        try {
            return ((Comparable<Object>) a).compareTo(b);
        } catch (ClassCastException comparableToSomethingElse) {
            return 0;
        }
    }

    /** A key and its count word. */
    static final class Entry {
        private static final VarHandle TIED =
                fieldVarHandle(MethodHandles.lookup(), "tied", VarHandle.class, Entry.class, Entry.class);

        final Object key;
        final long[] word = new long[1];

        @SuppressWarnings("unused") // accessed through TIED
        private volatile @Nullable Entry tied;

        Entry(Object key) {
            this.key = key;
        }

        @Nullable
        Entry tiedAcquire() {
            return (Entry) TIED.getAcquire(this);
        }

        private boolean casTied(Entry update) {
            return TIED.compareAndSet(this, null, update);
        }
    }
}
