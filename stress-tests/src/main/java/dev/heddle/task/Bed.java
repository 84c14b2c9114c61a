/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import dev.heddle.internal.Parking;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where one thread sleeps: who lies down is thrown out, and whoever wakes it leaves a mark. */
final class Bed implements Parking {
    private final AtomicBoolean woken = new AtomicBoolean();

    /** Tells whether somebody came to wake the sleeper. */
    int woken() {
        return woken.get() ? 1 : 0;
    }

    @Override
    public void park(Object blocker) {
        if (!woken.get()) {
            throw new Parked();
        }
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
        park(blocker);
    }

    @Override
    public void unpark(Thread thread) {
        woken.set(true);
    }

    /** Thrown instead of sleeping. */
    static final class Parked extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Parked() {
            super(null, null, false, false);
        }
    }
}
