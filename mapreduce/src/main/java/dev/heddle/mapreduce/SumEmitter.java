/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/**
 * Takes what a {@link SumMapper} adds. The key is copied where it is new, so that no object is made per addition.
 *
 * @implSpec Promises: none, because one thread uses it; the merge is promised by {@link Job}
 */
public sealed interface SumEmitter permits SumWorker {
    /**
     * Adds to the sum of a key.
     *
     * @param key the key
     * @param delta what to add
     * @throws ArithmeticException if the sum leaves the range of a {@code long}
     */
    void add(Slice key, long delta);

    /**
     * Adds to the sum of a key.
     *
     * @param key the key
     * @param delta what to add
     * @throws ArithmeticException if the sum leaves the range of a {@code long}
     */
    void add(Bytes key, long delta);

    /**
     * Adds to the sum of a key.
     *
     * @param key the key, which is encoded as UTF-8
     * @param delta what to add
     * @throws ArithmeticException if the sum leaves the range of a {@code long}
     */
    void add(String key, long delta);
}
