/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Parking;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where two workers sleep. If both do and nobody was woken, nobody ever will be: the run is then cancelled. */
final class Dormitory implements Parking {
    private final AtomicInteger awake = new AtomicInteger(2);
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final Guest[] guests = new Guest[2];
    private @Nullable Fate fate;
    private volatile boolean overslept;

    /** Makes the threads by which the engine knows its two workers. */
    Thread guest(int index, Engine engine) {
        fate = engine.fate();
        guests[index] = new Guest();
        return guests[index];
    }

    /** Lets the thread that calls this be a worker until the run is over. */
    void work(Worker worker) {
        guests[worker.isOwner() ? 1 : 0].actor = Thread.currentThread();
        worker.run();
        awake.decrementAndGet();
    }

    boolean isOverslept() {
        return overslept;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a thread is itself and no other
    public void park(Object blocker) {
        Guest self = guests[0].actor == Thread.currentThread() ? guests[0] : guests[1];
        awake.decrementAndGet();
        while (!self.woken) {
            // The other may wake up, wake this one and leave between the two looks at awake: then it was counted.
            int seen = wakeUps.get();
            if (awake.get() == 0 && !guests[0].woken && !guests[1].woken && awake.get() == 0 && wakeUps.get() == seen) {
                overslept = true;
                requireNonNull(fate).cancel();
            }
            Thread.onSpinWait();
        }
        awake.incrementAndGet();
        self.woken = false;
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
        park(blocker);
    }

    @Override
    public void unpark(Thread thread) {
        if (thread instanceof Guest guest) {
            wakeUps.incrementAndGet();
            guest.woken = true;
        }
    }

    /** A worker's thread, as the engine knows it. It is never started. */
    private static final class Guest extends Thread {
        private volatile @Nullable Thread actor;
        private volatile boolean woken;
    }
}
