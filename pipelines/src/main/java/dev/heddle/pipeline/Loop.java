/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/** The whole chain as a loop on one stack: takes an item, takes it through all steps, and only then the next one. */
interface Loop {
    /**
     * Takes items through the chain. Only for the worker inside the source.
     *
     * @return how many there were, less than {@code most} only at the end
     */
    int take(int most, Worker worker);
}
