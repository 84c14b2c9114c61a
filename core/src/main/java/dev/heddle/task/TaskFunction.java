/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

/**
 * What is made of an input.
 *
 * @param <T> the type of an input
 * @param <R> the type of a result
 */
@FunctionalInterface
public interface TaskFunction<T, R> {
    /**
     * Makes a result of an input. Called by several threads at once.
     *
     * @param input the input
     * @return the result, not null
     * @throws Exception to end the whole call as failed
     */
    R apply(T input) throws Exception;
}
