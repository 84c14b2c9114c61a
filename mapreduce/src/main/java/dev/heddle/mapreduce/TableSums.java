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
 * @param bits by how many bits of the hash of a key its part is found; 0 if it is not known which one it is
 */
record TableSums(List<SumTable> parts, int bits) implements SumParts {
    @Override
    public long size() {
        return parts.stream().mapToLong(SumTable::size).sum();
    }

    @Override
    public long sum(byte[] key) {
        if (bits > 0) {
            Long sum = parts.get((int) (parts.get(0).hash(key, 0, key.length) >>> (64 - bits)))
                    .get(key);
            return sum == null ? 0 : sum;
        }
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
