/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a job is run.
 *
 * @param workers how many threads work
 * @param splitBytes how much of an input a worker takes at a time
 * @param badInput what happens when an input cannot be read whole
 * @param memoryBytes what sums may take of the heap, 0 for a share of it
 * @param disk where they go beyond that
 * @param deadline how long a run may take, null for any time
 * @param resume where finished splits are kept, null for nowhere
 */
record JobSettings(
        int workers,
        int splitBytes,
        BadInput badInput,
        long memoryBytes,
        Disk disk,
        @Nullable Duration deadline,
        @Nullable Resume resume)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    JobSettings workers(int value) {
        return new JobSettings(value, splitBytes, badInput, memoryBytes, disk, deadline, resume);
    }

    JobSettings splitBytes(int value) {
        return new JobSettings(workers, value, badInput, memoryBytes, disk, deadline, resume);
    }

    JobSettings badInput(BadInput value) {
        return new JobSettings(workers, splitBytes, value, memoryBytes, disk, deadline, resume);
    }

    JobSettings memoryBytes(long value) {
        return new JobSettings(workers, splitBytes, badInput, value, disk, deadline, resume);
    }

    JobSettings disk(Disk value) {
        return new JobSettings(workers, splitBytes, badInput, memoryBytes, value, deadline, resume);
    }

    JobSettings deadline(Duration value) {
        return new JobSettings(workers, splitBytes, badInput, memoryBytes, disk, value, resume);
    }

    JobSettings resume(Resume value) {
        return new JobSettings(workers, splitBytes, badInput, memoryBytes, disk, deadline, value);
    }

    /**
     * Where finished splits are kept.
     *
     * @param file the journal
     * @param everyNanos how often
     */
    record Resume(String file, long everyNanos) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1;
    }
}
