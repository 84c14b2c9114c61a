/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

/**
 * Time lost between two steps of a twin, which is where its fault shows.
 *
 * <p>Two steps that follow each other within a few nanoseconds are rarely met by another thread. Where each actor of a
 * twin dawdles between its two, as a thread does that is interrupted there, they mostly meet. Real classes never do.
 */
public final class Dawdle {
    private static final int TURNS = 10;

    private Dawdle() {}

    /** Loses a fifth of a microsecond. */
    public static void here() {
        for (int i = 0; i < TURNS; i++) {
            Thread.onSpinWait();
        }
    }
}
