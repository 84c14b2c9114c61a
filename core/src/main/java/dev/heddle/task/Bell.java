/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Parking;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread at a time sleeps until a condition holds. Whoever makes the condition true rings afterwards.
 *
 * <p><b>Progress:</b> {@link #ring} is wait-free.
 */
final class Bell {
    /*
     * field    read      write     who writes
     * -------  --------  --------  ------------------------------------------------------
     * sleeper  volatile  volatile  the thread that goes to sleep, and back to null
     *
     * Say that you sleep, then look; make it true, then look for a sleeper. The sleeper stores sleeper and then reads
     * the condition; whoever makes it true stores that (by a volatile store, or inside a lock that the condition takes
     * too) and then reads sleeper. One of the two sees the other. Looking first and saying so afterwards leaves room
     * for the ring in between: the sleeper is not yet there to be woken, and has looked for the last time.
     */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    private final Parking parking;
    private volatile @Nullable Thread sleeper;

    Bell(Parking parking) {
        this.parking = requireNonNull(parking);
    }

    /**
     * Sleeps until the condition holds.
     *
     * @param deadline the {@code System.nanoTime} at which to give up, or {@link #NO_DEADLINE}
     * @return whether it holds; false when it is too late
     */
    boolean await(BooleanSupplier condition, long deadline) throws InterruptedException {
        if (condition.getAsBoolean()) {
            return true;
        }
        sleeper = Thread.currentThread();
        try {
            while (!condition.getAsBoolean()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (deadline == NO_DEADLINE) {
                    parking.park(this);
                } else {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    parking.parkNanos(this, left);
                }
            }
            return true;
        } finally {
            sleeper = null;
        }
    }

    void ring() {
        Thread thread = sleeper;
        if (thread != null) {
            parking.unpark(thread);
        }
    }
}
