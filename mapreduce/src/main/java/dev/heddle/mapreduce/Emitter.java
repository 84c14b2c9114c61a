/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/**
 * Takes what a {@link Mapper} emits.
 *
 * @param <K> the type of a key
 * @param <V> the type of a value
 */
@FunctionalInterface
public interface Emitter<K, V> {
    /**
     * Takes one value.
     *
     * @param key the key, with {@code equals} and {@code hashCode} that never change; not a {@link Slice}, which is
     *     gone after the call, but a copy of it
     * @param value the value
     */
    void emit(K key, V value);
}
