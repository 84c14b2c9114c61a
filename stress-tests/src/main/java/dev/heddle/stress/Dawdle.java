/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Time lost between two steps of a twin, which is where its fault shows.
 *
 * <p>Two steps that follow each other within a few nanoseconds are rarely met by another thread. Where each actor of a
 * twin dawdles between its two, as a thread does that is interrupted there, they mostly meet. Real classes never do.
 * What their actors may do is to come {@link #late}.
 */
public final class Dawdle {
    private static final int TURNS = 10;
    private static final int LATEST = 150;

    private Dawdle() {}

    /** Loses a fifth of a microsecond. */
    public static void here() {
        for (int i = 0; i < TURNS; i++) {
            Thread.onSpinWait();
        }
    }

    /**
     * Loses up to three microseconds, before an actor's first step: who waits takes that long to fall asleep, and is
     * then met at each of its steps, instead of always at the first.
     */
    public static void late() {
        for (int i = ThreadLocalRandom.current().nextInt(LATEST); i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}
