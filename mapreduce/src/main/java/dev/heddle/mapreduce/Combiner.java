/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.Serializable;

/**
 * A reduction that may run early: two values of one key become one.
 *
 * <p>Values are combined in any order and grouping, so the function must be associative and commutative; the result is
 * then the same for any number of workers and splits. Sums of {@code double} are not quite associative.
 *
 * @param <V> the type of a value
 */
@FunctionalInterface
public interface Combiner<V> extends Serializable {
    /**
     * Combines two values. May change and return one of them.
     *
     * @param left a value of the key
     * @param right another value of the key
     * @return one value in place of both, not null
     */
    V combine(V left, V right);
}
