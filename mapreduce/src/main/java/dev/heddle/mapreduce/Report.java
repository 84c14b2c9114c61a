/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serializable;
import java.util.List;

/**
 * What a run read, and its audit.
 *
 * @param inputs how many files and streams were read whole
 * @param splits how many pieces they were read in
 * @param records how many records the input held
 * @param bytes how many bytes were read
 * @param bytesAtOpen how many bytes the files had when they were opened, plus what streams held
 * @param skipped the inputs that were left out, in the order of the input
 * @param workers how many threads worked
 * @param elapsedNanos how long the run took, in nanoseconds
 */
public record Report(
        int inputs,
        long splits,
        long records,
        long bytes,
        long bytesAtOpen,
        List<Skipped> skipped,
        int workers,
        long elapsedNanos)
        implements Serializable {
    /** Copies the list. */
    public Report {
        skipped = List.copyOf(skipped);
    }

    /**
     * Tells whether each byte that the inputs held when they were opened was read, once.
     *
     * @return whether {@link #bytes} equals {@link #bytesAtOpen}
     */
    public boolean isComplete() {
        return bytes == bytesAtOpen;
    }

    Report withElapsed(long nanos) {
        return new Report(inputs, splits, records, bytes, bytesAtOpen, skipped, workers, nanos);
    }
}
