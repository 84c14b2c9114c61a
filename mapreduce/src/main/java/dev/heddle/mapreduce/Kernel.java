/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a job does with records of type {@code T}, apart from where they come from and which threads do it. */
interface Kernel<T, R> extends Serializable {
    Worker<T> newWorker(Seeds seeds, Memory memory);

    Merge<R> merge(List<Worker<T>> workers, Seeds seeds, Memory memory);

    /** Whether what the workers make stays within the memory. */
    boolean isBounded();

    /** Writes what a worker made, for other processes; the worker is used no more. */
    void write(Worker<T> worker, BlockWriter out) throws IOException;

    /** What a reduce task does. */
    Reduction newReduction();

    /** Makes the result of the entries that the reductions wrote, a list of blocks for each. */
    R result(List<List<byte[]>> reduced, Report report) throws IOException;

    /** Brings together what workers of many processes wrote for one part. */
    interface Reduction {
        void add(byte[] block) throws IOException;

        /** Called once, after all blocks were added. */
        void write(BlockWriter out) throws IOException;
    }

    /** Brings together what the workers made, in parts that threads may merge at the same time. */
    interface Merge<R> {
        /** Called once for each worker, before all else and by several threads. */
        default void prepare(int worker) {}

        /** How many parts there are; each is merged once. Called once, after all workers were prepared. */
        int parts();

        void mergePart(int part);

        /** Called once, after all parts were merged. */
        R result(Report report);

        /** The space on disk that the result needs. */
        default Disk.@Nullable Space space() {
            return null;
        }
    }
}
