/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serial;
import java.util.List;

/** Counts tokens under their own bytes. */
record CountKernel() implements Kernel<Slice, Sums> {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public Worker<Slice> newWorker(Seeds seeds, Memory memory) {
        return new CountWorker(seeds, memory);
    }

    @Override
    public Merge<Sums> merge(List<Worker<Slice>> workers, Seeds seeds, Memory memory) {
        return SumMerge.of(workers, seeds, memory);
    }

    @Override
    public boolean isBounded() {
        return true;
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
    static final class CountWorker extends TableWorker<Slice> {
        CountWorker(Seeds seeds, Memory memory) {
            super(seeds, memory);
        }

        @Override
        void accept(Slice token) {
            table.add(token.array, token.from, token.to, 1);
        }

        @Override
        long heldBytes() {
            return table.bytes();
        }

        void countWords(Chunk chunk, boolean fold, Spaces spaces) {
            records += table.countWords(chunk.bytes, chunk.from, chunk.to, fold, spaces);
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
