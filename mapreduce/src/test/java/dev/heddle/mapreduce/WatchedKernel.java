/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import dev.heddle.mapreduce.Points.Phase;
import java.io.IOException;
import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another kernel, the steps of whose merge are points.
 *
 * @param kernel the other kernel
 * @param points what to tell
 */
@SuppressWarnings("serial") // never leaves its process
record WatchedKernel<T, R>(Kernel<T, R> kernel, Points points) implements Kernel<T, R> {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public Worker<T> newWorker(Seeds seeds, Memory memory) {
        return kernel.newWorker(seeds, memory);
    }

    @Override
    public Merge<R> merge(List<Worker<T>> workers, Seeds seeds, Memory memory) {
        Merge<R> merge = kernel.merge(workers, seeds, memory);
        return new Merge<>() {
            @Override
            public void prepare(int worker) {
                points.at(Phase.PREPARE);
                merge.prepare(worker);
            }

            @Override
            public int parts() {
                return merge.parts();
            }

            @Override
            public void mergePart(int part) {
                points.at(Phase.MERGE);
                merge.mergePart(part);
            }

            @Override
            public R result(Report report) {
                points.at(Phase.RESULT);
                return merge.result(report);
            }

            @Override
            public Disk.@Nullable Space space() {
                return merge.space();
            }
        };
    }

    @Override
    public boolean isBounded() {
        return kernel.isBounded();
    }

    @Override
    public void write(Worker<T> worker, BlockWriter out) throws IOException {
        kernel.write(worker, out);
    }

    @Override
    public Reduction newReduction() {
        return kernel.newReduction();
    }

    @Override
    public R result(List<List<byte[]>> reduced, Report report) throws IOException {
        return kernel.result(reduced, report);
    }
}
