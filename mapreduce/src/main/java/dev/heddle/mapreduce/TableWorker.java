/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import org.jspecify.annotations.Nullable;

/** A worker whose result is sums by key of bytes. */
abstract class TableWorker<T> extends Worker<T> {
    final Spill spill;
    final SumTable table;
    private final @Nullable Checkpoint checkpoint;

    TableWorker(Seeds seeds, Memory memory) {
        spill = new Spill(memory);
        table = new SumTable(seeds, spill);
        Journal journal = memory.journal();
        checkpoint = journal == null ? null : new Checkpoint(journal, table, spill, memory.commitNanos());
    }

    @Override
    final void beginSplit() {
        if (checkpoint != null) {
            checkpoint.beginSplit();
        }
    }

    @Override
    final void endSplit(long split, long splitBytes, long splitRecords) {
        if (checkpoint != null) {
            checkpoint.endSplit(split, splitBytes, splitRecords);
        }
    }

    @Override
    final void commit() {
        if (checkpoint != null) {
            checkpoint.commit();
        }
    }
}
