/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import org.apache.spark.api.java.JavaSparkContext;

/**
 * How the work of an engine's runs is cut for its cluster.
 *
 * @param context the connection
 * @param taskBytes how much a map task reads at most
 * @param heldBytes how much memory a map task may take for its counts before it hands them on
 * @param fixedParts how many reduce tasks there are, 0 for as many as the input asks for
 */
record Cutting(JavaSparkContext context, long taskBytes, long heldBytes, int fixedParts) {
    private static final long LEAST_TASK_BYTES = 1L << 20;
    private static final int TASKS_PER_CORE = 4;
    private static final long BYTES_PER_PART = 1L << 30;
    private static final int MOST_PARTS = 4096;

    /** Tells how many reduce tasks an input of so many bytes gets. */
    int parts(long bytes) {
        long enough = Math.max(cores(), bytes / BYTES_PER_PART);
        return fixedParts > 0 ? fixedParts : (int) Math.min(enough, MOST_PARTS);
    }

    /** Enough tasks that the cores end at about the same time; whole splits, so that all engines cut alike. */
    long taskBytes(long bytes, int splitBytes) {
        long even = bytes / ((long) TASKS_PER_CORE * cores());
        long wanted = Math.min(taskBytes, Math.max(LEAST_TASK_BYTES, even));
        return Math.max(1, wanted / splitBytes) * splitBytes;
    }

    /** Tells how many of so many elements make a task. */
    int taskElements(int elements) {
        return Math.max(1, Math.ceilDiv(elements, cores() * TASKS_PER_CORE));
    }

    /** Tells how many of so many tasks run at once. */
    int workers(int tasks) {
        return Math.max(1, Math.min(tasks, cores()));
    }

    private int cores() {
        return context.defaultParallelism();
    }
}
