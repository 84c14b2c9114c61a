/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

/** What a run does when one of its inputs cannot be read whole. */
public enum BadInput {
    /** The run fails with an {@link InputException}. */
    FAIL,

    /**
     * The input is left out, whole, and is listed in {@link Report#skipped}; the result is that of a run over the
     * others. A stream that fails in the middle still fails the run, since what was taken from it is in the counts.
     */
    SKIP
}
