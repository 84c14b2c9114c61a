/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

/**
 * What is done with an input.
 *
 * @param <T> the type of an input
 */
@FunctionalInterface
public interface TaskAction<T> {
    /**
     * Does it. Called by several threads at once.
     *
     * @param input the input
     * @throws Exception to end the whole call as failed
     */
    void accept(T input) throws Exception;
}
