/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Inputs that follow each other and are done by one thread. Each result stands at its input's place. */
final class Chunk {
    /*
     * field  read      write     who writes
     * -----  --------  --------  ---------------------------------------------------------------------------------
     * done   volatile  volatile  the thread that has done the chunk, once
     * items  plain     plain     that thread, before it sets done; then whoever has seen done, or joined the thread
     */
    final long first;
    final int size;
    final @Nullable Object[] items;
    volatile boolean done;

    Chunk(long first, int size, @Nullable Object[] items) {
        this.first = first;
        this.size = size;
        this.items = items;
    }

    /** Gives a result away, and keeps no reference to it. */
    Object take(int at) {
        Object result = requireNonNull(items[at]);
        items[at] = null;
        return result;
    }
}
