/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import dev.heddle.mapreduce.text.WordCounts;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The first of some entries, as far as their counts are high enough.
 *
 * @param entries the highest count first
 * @param least the lowest count that is high enough
 */
record AtLeast(Iterable<WordCounts.Entry> entries, long least) implements Iterable<WordCounts.Entry> {
    @Override
    public Iterator<WordCounts.Entry> iterator() {
        Iterator<WordCounts.Entry> all = entries.iterator();
        return new Iterator<>() {
            private WordCounts.@Nullable Entry next = following();

            private WordCounts.@Nullable Entry following() {
                WordCounts.Entry entry = all.hasNext() ? all.next() : null;
                return entry != null && entry.count() >= least ? entry : null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public WordCounts.Entry next() {
                WordCounts.Entry entry = next;
                if (entry == null) {
                    throw new NoSuchElementException();
                }
                next = following();
                return entry;
            }
        };
    }
}
