/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/**
 * Where the items of a pipeline end. Never called by two threads at once, and each call sees what the one before it
 * did.
 *
 * @param <T> the type of an item
 */
@FunctionalInterface
public interface Sink<T> {
    /**
     * Takes an item.
     *
     * @param item the item
     * @throws Exception to fail at this item
     */
    void accept(T item) throws Exception;
}
