/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

/**
 * How many results may be live: begun and not yet taken.
 *
 * @param fixed that number; 0 to let it follow the size of a chunk
 * @param threads how many threads fill it
 */
record Window(int fixed, int threads) {
    static final int FOLLOWS = 0;

    /** Chunks of one thread: 10 milliseconds of work. A slow chunk is overtaken by so many. */
    private static final int CHUNKS = 200;

    private static final int LEAST = 64;
    private static final int MOST = 1 << 14;

    long size(int chunk) {
        return fixed != FOLLOWS ? fixed : (long) threads * Math.max(LEAST, Math.min(MOST, (long) CHUNKS * chunk));
    }
}
