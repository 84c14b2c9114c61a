/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.io.IOException;

/** Where the workers of a run take pieces of input from. */
interface Feed<T> {
    /** Shows the worker pieces of input until there are none or the run is stopped. Called by each worker's thread. */
    void drain(Worker<T> worker) throws IOException, InterruptedException;

    /** Ends what an interrupt does not end, after the run was stopped. Called by any thread. */
    default void unblock() {}
}
