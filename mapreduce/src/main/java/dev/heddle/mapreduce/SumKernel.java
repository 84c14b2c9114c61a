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

    @Override
    public void write(Worker<T> worker, BlockWriter out) {
        write(((SumWorker<T>) worker).table, out);
    }

    static void write(SumTable table, BlockWriter out) {
        int parts = out.parts();
        table.forEach((key, length, sum) -> out.entry(table.part(key, length, parts), key, length, sum));
    }

    @Override
    public Reduction newReduction() {
        return new SumReduction();
    }

    @Override
    public Sums result(List<List<byte[]>> reduced, Report report) {
        return sums(reduced, report);
    }

    static Sums sums(List<List<byte[]>> reduced, Report report) {
        List<SumTable> tables = reduced.parallelStream()
                .map(blocks -> {
                    SumTable table = new SumTable(Seeds.random());
                    blocks.forEach(block -> new BlockReader(block).addTo(table));
                    return table;
                })
                .toList();
        return new Sums(tables, report);
    }

    /** Sums of one part. */
    static final class SumReduction implements Reduction {
        // Not the seeds that chose the part: by those, all keys of a part lie close together.
        private final SumTable table = new SumTable(Seeds.random());

        @Override
        public void add(byte[] block) {
            new BlockReader(block).addTo(table);
        }

        @Override
        public void write(BlockWriter out) {
            table.forEach((key, length, sum) -> out.entry(0, key, length, sum));
        }
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
