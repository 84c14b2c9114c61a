/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

/** Finds out how many inputs one thread should take at once: about 50 microseconds of work. Confined to its thread. */
final class ChunkSize {
    private static final long CHUNK_NANOS = 50_000;
    private static final int GROWTH = 8;

    private final int most;
    private int size = 1;
    private long worked;

    /** Sets the largest size; with 1, nothing is measured. */
    ChunkSize(int most) {
        this.most = most;
    }

    int next() {
        return size;
    }

    boolean isMeasured() {
        return most > 1;
    }

    /** A chunk of {@code items} took {@code nanos}. */
    void took(int items, long nanos) {
        worked += nanos;
        double each = Math.max(1, nanos) / (double) items;
        size = (int) Math.max(1, Math.min(CHUNK_NANOS / each, Math.min((double) most, (double) GROWTH * size)));
    }

    /** Whether there has been so much work that a second thread, which must be started, is worth it. */
    boolean isWorthHelp() {
        return worked >= CHUNK_NANOS;
    }
}
