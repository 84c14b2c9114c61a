/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Where the items of a pipeline come from. Never called by two threads at once, and each call sees what the one before
 * it did.
 *
 * @param <T> the type of an item
 */
@FunctionalInterface
public interface Source<T> {
    /**
     * Gives the next item, and waits for it if need be. Should end when its thread is interrupted.
     *
     * @return the next item, null when there is none any more
     * @throws Exception to end the run as failed
     */
    @Nullable
    T next() throws Exception;

    /**
     * Tells whether the next call of {@link #next} gives an item, or the end, without waiting for it.
     *
     * <p>Workers take several items at once only from a source that says so: an item that is there never waits for one
     * that is not.
     *
     * @return true when {@code next} will not wait; false when it may
     */
    default boolean isReady() {
        return false;
    }

    /**
     * Tells how many items there will be in all, for those who watch the run.
     *
     * @return the number of items, less than 0 when it is not known
     */
    default long size() {
        return -1;
    }
}
