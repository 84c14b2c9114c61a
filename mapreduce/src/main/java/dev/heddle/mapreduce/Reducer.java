/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serializable;

/**
 * The last step of a job: makes the result of a key from its combined value. Called once for each key.
 *
 * @param <K> the type of a key
 * @param <V> the type of a combined value
 * @param <O> the type of the result of a key
 */
@FunctionalInterface
public interface Reducer<K, V, O> extends Serializable {
    /**
     * Reduces one key.
     *
     * @param key the key
     * @param value all values of the key, combined
     * @return the result of the key, not null
     */
    O reduce(K key, V value);
}
