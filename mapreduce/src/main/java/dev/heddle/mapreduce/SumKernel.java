/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums by key of bytes.
 *
 * @param mapper adds to the sums
 * @param <T> the type of a record
 */
record SumKernel<T>(SumMapper<? super T> mapper) implements Kernel<T, Sums> {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public Worker<T> newWorker(Seeds seeds) {
        return new SumWorker<>(mapper, seeds);
    }

    @Override
    public Merge<Sums> merge(List<Worker<T>> workers, Seeds seeds) {
        List<SumTable> tables = new ArrayList<>();
        for (Worker<T> worker : workers) {
            tables.add(((SumWorker<T>) worker).table);
        }
        return new SumMerge(tables, seeds);
    }

    static final class SumMerge implements Merge<Sums> {
        private final List<SumTable> tables;
        private final Seeds seeds;
        private final int bits;
        private final SumTable[] merged;

        SumMerge(List<SumTable> tables, Seeds seeds) {
            this.tables = tables;
            this.seeds = seeds;
            this.bits = Math.min(SumTable.MAX_PART_BITS, 32 - Integer.numberOfLeadingZeros(tables.size() - 1));
            this.merged = new SumTable[1 << bits];
        }

        @Override
        public int parts() {
            return merged.length;
        }

        @Override
        public void mergePart(int part) {
            merged[part] = bits == 0 ? tables.get(0) : SumTable.mergePart(seeds, tables, part, bits);
        }

        @Override
        public Sums result(Report report) {
            return new Sums(Arrays.asList(merged), report);
        }
    }
}
