/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.util.Objects.requireNonNull;

/**
 * A key and how often it was seen.
 *
 * @param <K> the type of the key
 * @param key the key
 * @param count its count
 */
public record TallyEntry<K>(K key, long count) {
    /**
     * Pairs a key with a count.
     *
     * @param key the key
     * @param count its count
     */
    public TallyEntry {
        requireNonNull(key, "key");
    }
}
