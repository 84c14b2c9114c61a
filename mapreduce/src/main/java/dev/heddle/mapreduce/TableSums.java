/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.Iterator;
import java.util.List;

/**
 * Sums in memory.
 *
 * @param parts tables of which no two have a key in common
 */
record TableSums(List<SumTable> parts) implements SumParts {
    @Override
    public long size() {
        return parts.stream().mapToLong(SumTable::size).sum();
    }

    @Override
    public long sum(byte[] key) {
        for (SumTable part : parts) {
            Long sum = part.get(key);
            if (sum != null) {
                return sum;
            }
        }
        return 0;
    }

    @Override
    public void forEach(SumTable.Visitor visitor) {
        parts.forEach(part -> part.forEach(visitor));
    }

    @Override
    public Iterator<Sums.Entry> sorted() {
        return Ranking.of(parts).iterator();
    }
}
