/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.internal.Parking;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where one waiter sleeps: who lies down is thrown out by {@link Parked}, and whoever wakes it leaves a mark. */
final class Bed implements Parking {
    private final AtomicBoolean woken = new AtomicBoolean();

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

    boolean isWoken() {
        return woken.get();
    }

    void make() {
        woken.set(false);
    }

    /** Thrown instead of sleeping. */
    static final class Parked extends RuntimeException {
        private static final long serialVersionUID = 1;

        Parked() {
            super(null, null, false, false);
        }
    }
}
