/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

/**
 * When a {@link BoundedCounter} spreads its funds, and over how many cells.
 *
 * @param cells how many cells, a power of two and at least 2
 * @param margin how many additions of the size at hand each cell must be able to take, both ways
 * @param patience how many lost races a counter bears before it spreads for the first time
 */
record EscrowTuning(int cells, int margin, int patience) {
    /** More cells than processors, so that two running threads seldom meet in one. */
    static final EscrowTuning DEFAULT = new EscrowTuning(
            Math.min(64, Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors())), 64, 4);

    /** Whether cells that share {@code funds} of a counter of {@code range} are far enough from both bounds. */
    boolean isWorthSpreading(long funds, long range, long delta) {
        long step = Math.max(1, Math.abs(delta));
        long funded = funds / cells / margin;
        long room = (range - funds) / cells / margin;
        return delta != Long.MIN_VALUE && step <= funded && step <= room;
    }
}
