/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serial;
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
    public Worker<T> newWorker(Seeds seeds, Memory memory) {
        return new SumWorker<>(mapper, seeds, memory);
    }

    @Override
    public Merge<Sums> merge(List<Worker<T>> workers, Seeds seeds, Memory memory) {
        return SumMerge.of(workers, seeds, memory);
    }

    @Override
    public void write(Worker<T> worker, BlockWriter out) {
        write(((SumWorker<T>) worker).table, out);
    }

    static void write(SumTable table, BlockWriter out) {
        int parts = out.parts();
        for (SumTable part : table.parts()) {
            part.forEach((key, length, sum) -> out.entry(table.part(key, length, parts), key, length, sum));
        }
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
                .flatMap(blocks -> {
                    SumTable table = new SumTable(Seeds.random());
                    blocks.forEach(block -> new BlockReader(block).addTo(table));
                    return table.parts().stream();
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
            for (SumTable part : table.parts()) {
                part.forEach((key, length, sum) -> out.entry(0, key, length, sum));
            }
        }
    }

    @Override
    public boolean isBounded() {
        return true;
    }
}
