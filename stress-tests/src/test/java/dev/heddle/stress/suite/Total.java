/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress.suite;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A sum that many threads add to.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>no addition is lost
 *     </ul>
 */
public final class Total {
    private final AtomicLong sum = new AtomicLong();

    /**
     * Adds {@code delta}.
     *
     * @param delta what to add
     */
    public void add(long delta) {
        sum.addAndGet(delta);
    }

    /**
     * Reads the sum.
     *
     * @return what was added so far
     */
    public long sum() {
        return sum.get();
    }
}
