/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/** What one thread of a run does with records, and what it has made of them; no other thread uses it meanwhile. */
abstract class Worker<T> {
    /** How many records it was shown. */
    long records;

    abstract void accept(T record) throws Exception;

    /** About how many bytes of memory it takes for what it has made. */
    abstract long heldBytes();
}
