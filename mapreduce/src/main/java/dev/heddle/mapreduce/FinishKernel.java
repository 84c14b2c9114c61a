/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;
import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of another job and one more step.
 *
 * @param kernel the kernel of the other job
 * @param finisher the step
 * @param <T> the type of a record
 * @param <R> the type of the other job's result
 * @param <S> the type of the result
 */
record FinishKernel<T, R, S>(Kernel<T, R> kernel, Finisher<? super R, ? extends S> finisher) implements Kernel<T, S> {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public Worker<T> newWorker(Seeds seeds, Memory memory) {
        return kernel.newWorker(seeds, memory);
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
    public S result(List<List<byte[]>> reduced, Report report) throws IOException {
        return finisher.finish(kernel.result(reduced, report));
    }

    @Override
    public boolean isBounded() {
        return kernel.isBounded();
    }

    @Override
    public Merge<S> merge(List<Worker<T>> workers, Seeds seeds, Memory memory) {
        Merge<R> merge = kernel.merge(workers, seeds, memory);
        return new Merge<>() {
            @Override
            public void prepare(int worker) {
                merge.prepare(worker);
            }

            @Override
            public Disk.@Nullable Space space() {
                return merge.space();
            }

            @Override
            public int parts() {
                return merge.parts();
            }

            @Override
            public void mergePart(int part) {
                merge.mergePart(part);
            }

            @Override
            public S result(Report report) {
                return finisher.finish(merge.result(report));
            }
        };
    }
}
