/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Iterator;

/** Where {@link Sums} are: in tables or on disk. Each key stands in one part. */
sealed interface SumParts permits TableSums, SortedSums {
    long size();

    /** The sum of a key, 0 if there is none. */
    long sum(byte[] key);

    /** Shows each key once, in no order. The array that the visitor is handed may be used again for the next key. */
    void forEach(SumTable.Visitor visitor);

    /** All entries in the order. */
    Iterator<Sums.Entry> sorted();

    /** Gives what it takes outside of the heap back. */
    default void close() {}
}
