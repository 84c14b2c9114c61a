/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.util.concurrent.atomic.AtomicInteger;

/** The parts of a merge, each of which one thread takes. */
final class PartQueue {
    static final int NONE = -1;

    private final int parts;

    /** The next part to take; getAndAdd by the threads, so that no two get the same one. */
    private final AtomicInteger next = new AtomicInteger();

    PartQueue(int parts) {
        this.parts = parts;
    }

    /** Takes the next part, {@link #NONE} when all are taken. */
    int claim() {
        int part = next.getAndIncrement();
        return part < parts ? part : NONE;
    }
}
