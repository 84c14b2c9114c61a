/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/**
 * What a stage makes of an item.
 *
 * @param <T> the type of an item that goes in
 * @param <R> the type of an item that comes out
 */
@FunctionalInterface
public interface StageFunction<T, R> {
    /**
     * Makes an item of an item.
     *
     * @param item the item that goes in
     * @return the item that comes out, never null
     * @throws Exception to fail at this item
     */
    R apply(T item) throws Exception;
}
