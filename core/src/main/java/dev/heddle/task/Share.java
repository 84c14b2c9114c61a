/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import java.util.ArrayList;
import java.util.List;

/** What one thread has of a call. Confined to it. */
final class Share {
    /** Whether the thread is the caller's, which is not ours to interrupt. */
    final boolean isCaller;

    final ChunkSize size;

    /** What it has done, where the results are wanted at the end. */
    final List<Chunk> done = new ArrayList<>();

    Share(Plan plan, boolean isCaller) {
        this.isCaller = isCaller;
        this.size = plan.chunkSize();
    }
}
