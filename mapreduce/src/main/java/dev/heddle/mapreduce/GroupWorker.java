/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/** Shows records to the user's mapper and combines what that emits in a map of its own. */
final class GroupWorker<T, K, V> extends Worker<T> implements Emitter<K, V> {
    private final Mapper<? super T, K, V> mapper;
    private final Combiner<V> combiner;
    final Map<K, V> groups = new HashMap<>();

    GroupWorker(Mapper<? super T, K, V> mapper, Combiner<V> combiner) {
        this.mapper = mapper;
        this.combiner = combiner;
    }

    @Override
    void accept(T record) throws Exception {
        mapper.map(record, this);
    }

    @Override
    long heldBytes() {
        // What a key and a value take is not known; with their entry in the map hardly less than this.
        return 128L * groups.size();
    }

    @Override
    public void emit(K key, V value) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        if (key instanceof Slice || value instanceof Slice) {
            throw new IllegalArgumentException("emitted: a Slice (expected: a copy, by toBytes() or toString())");
        }
        put(groups, combiner, key, value);
    }

    static <K, V> void put(Map<K, V> groups, Combiner<V> combiner, K key, V value) {
        groups.merge(key, value, (left, right) -> requireNonNull(combiner.combine(left, right), "combined value"));
    }
}
