/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** Counts tokens under their own bytes. */
record CountKernel() implements Kernel<Slice, Sums> {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public Worker<Slice> newWorker(Seeds seeds) {
        return new CountWorker(seeds);
    }

    @Override
    public Merge<Sums> merge(List<Worker<Slice>> workers, Seeds seeds) {
        List<SumTable> tables = new ArrayList<>();
        for (Worker<Slice> worker : workers) {
            tables.add(((CountWorker) worker).table);
        }
        return new SumKernel.SumMerge(tables, seeds);
    }

    @Override
    public void write(Worker<Slice> worker, BlockWriter out) {
        SumKernel.write(((CountWorker) worker).table, out);
    }

    @Override
    public Reduction newReduction() {
        return new SumKernel.SumReduction();
    }

    @Override
    public Sums result(List<List<byte[]>> reduced, Report report) {
        return SumKernel.sums(reduced, report);
    }

    /** Counts runs where they stand in the buffer, without a call per run. */
    static final class CountWorker extends Worker<Slice> {
        final SumTable table;

        CountWorker(Seeds seeds) {
            table = new SumTable(seeds);
        }

        @Override
        void accept(Slice token) {
            table.add(token.array, token.from, token.to, 1);
        }

        @Override
        long heldBytes() {
            return table.heldBytes();
        }

        void countWords(Chunk chunk, boolean fold) {
            records += table.countWords(chunk.bytes, chunk.from, chunk.to, fold);
        }

        void countRuns(byte[] bytes, int from, int to, Separators separators) {
            long runs = 0;
            int at = from;
            while ((at = separators.skip(bytes, at, to)) < to) {
                int end = separators.next(bytes, at, to);
                table.add(bytes, at, end, 1);
                runs++;
                at = end;
            }
            records += runs;
        }
    }
}
