/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/**
 * Takes blocks: bytes that a task made and another task, mostly of another process, takes.
 *
 * @implSpec Promises: none, because one thread calls it
 */
@FunctionalInterface
public interface BlockSink {
    /**
     * Takes one block.
     *
     * @param part the reduce task that it is for, at least 0; 0 if it was made by a reduce task
     * @param bytes the block, which nobody writes to any more
     */
    void block(int part, byte[] bytes);
}
