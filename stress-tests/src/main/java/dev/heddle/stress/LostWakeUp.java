/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import dev.heddle.internal.Bed;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The textbook's way to wait for something: looks, and only then says that it sleeps. What comes in between wakes
 * nobody. The body of each twin whose fault this is.
 */
public final class LostWakeUp {
    private final Bed bed = new Bed();
    private final AtomicBoolean there = new AtomicBoolean();
    private final AtomicBoolean asleep = new AtomicBoolean();

    /**
     * Waits until it is there.
     *
     * @return 1 if it parked and nobody was left to wake it
     */
    public int await() {
        if (!there.get()) {
            Dawdle.here();
            Dawdle.here();
            asleep.set(true);
            try {
                bed.park(this);
            } catch (Bed.Parked parked) {
                return 1;
            }
        }
        return 0;
    }

    /** Lets it be there, wakes whoever has said by now that he sleeps, and goes away. */
    public void come() {
        Dawdle.here(); // so it comes in the middle of the other's two
        there.set(true);
        if (asleep.get()) {
            bed.unpark(Thread.currentThread());
        }
        bed.leave();
    }
}
