/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/** A worker whose result is sums by key of bytes. */
abstract class TableWorker<T> extends Worker<T> {
    final Spill spill;
    final SumTable table;

    TableWorker(Seeds seeds, Memory memory) {
        spill = new Spill(memory);
        table = new SumTable(seeds, spill);
    }
}
