/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;

/**
 * A task that brings together what map tasks handed out for one part.
 *
 * @implSpec Promises: none, because one thread uses it
 */
public final class ReduceTask {
    private final Kernel.Reduction reduction;
    private final BlockSink sink;
    private final TaskFigures figures = new TaskFigures();

    ReduceTask(Kernel.Reduction reduction, BlockSink sink) {
        this.reduction = reduction;
        this.sink = sink;
    }

    /**
     * Takes one block in.
     *
     * @param block a block of this part
     * @throws JobException if a function of the job threw
     */
    public void add(byte[] block) {
        if (BlockReader.isFigures(block)) {
            figures.add(block);
            return;
        }
        try {
            reduction.add(block);
        } catch (IOException | RuntimeException e) {
            throw Portable.of(e instanceof JobException failure ? failure : JobException.of("", -1, e));
        }
    }

    /**
     * Hands out what was made of all blocks. The task is over.
     *
     * @throws JobException if a function of the job threw
     */
    public void finish() {
        BlockWriter out = new BlockWriter(1, sink);
        try {
            reduction.write(out);
        } catch (IOException | RuntimeException e) {
            throw Portable.of(e instanceof JobException failure ? failure : JobException.of("", -1, e));
        }
        out.finish();
        sink.block(0, figures.toBlock());
    }
}
