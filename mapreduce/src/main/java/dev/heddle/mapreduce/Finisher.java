/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serializable;

/**
 * A step over the whole result of a job, run once at the end.
 *
 * @param <R> the type of the result so far
 * @param <S> the type of the result after it
 */
@FunctionalInterface
public interface Finisher<R, S> extends Serializable {
    /**
     * Makes one result of another.
     *
     * @param result the result of the job
     * @return the result in its place
     */
    S finish(R result);
}
