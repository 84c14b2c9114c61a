/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

/** Where one thread sleeps until it is woken, or until nobody is left who could wake it. */
public final class Bed implements Parking {
    private volatile boolean woken;
    private volatile boolean nobodyComes;

    /** Says that whoever could have woken the sleeper is gone. */
    public void leave() {
        nobodyComes = true;
    }

    @Override
    public void park(Object blocker) {
        while (!woken) {
            if (nobodyComes && !woken) {
                throw new Parked();
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
        park(blocker);
    }

    @Override
    public void unpark(Thread thread) {
        woken = true;
    }

    /** Thrown instead of sleeping for ever. */
    public static final class Parked extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Parked() {
            super(null, null, false, false);
        }
    }
}
