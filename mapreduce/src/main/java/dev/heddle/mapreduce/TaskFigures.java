/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/** What map tasks tell of themselves, added up on its way to the result. */
final class TaskFigures {
    long splits;
    long records;
    long bytes;

    /** What was read from files that said they had no bytes. */
    long unsizedBytes;

    void add(byte[] block) {
        BlockReader reader = new BlockReader(block);
        splits += reader.number();
        records += reader.number();
        bytes += reader.number();
        unsizedBytes += reader.number();
    }

    byte[] toBlock() {
        return BlockWriter.figures(splits, records, bytes, unsizedBytes);
    }

    Report in(Report report) {
        return new Report(
                report.inputs(),
                report.splits() + splits,
                report.records() + records,
                report.bytes() + bytes,
                report.bytesAtOpen() + unsizedBytes,
                report.skipped(),
                report.workers(),
                report.elapsedNanos());
    }
}
