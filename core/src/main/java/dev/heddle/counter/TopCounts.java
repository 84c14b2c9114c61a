/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ObjLongConsumer;

/** The largest of the counts that it is handed, at most so many. Confined to one thread. */
final class TopCounts<K> implements ObjLongConsumer<K> {
    private final int most;
    private final PriorityQueue<TallyEntry<K>> smallestFirst =
            new PriorityQueue<>(Comparator.<TallyEntry<K>>comparingLong(TallyEntry::count));

    TopCounts(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("n: " + n + " (expected: at least 0)");
        }
        this.most = n;
    }

    @Override
    public void accept(K key, long count) {
        if (smallestFirst.size() == most) {
            TallyEntry<K> smallest = smallestFirst.peek();
            if (smallest == null || smallest.count() >= count) {
                return;
            }
            smallestFirst.poll();
        }
        smallestFirst.add(new TallyEntry<>(key, count));
    }

    List<TallyEntry<K>> descending() {
        List<TallyEntry<K>> entries = new ArrayList<>(smallestFirst);
        entries.sort(Comparator.<TallyEntry<K>>comparingLong(TallyEntry::count).reversed());
        return List.copyOf(entries);
    }
}
