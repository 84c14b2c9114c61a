/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.internal.Parking;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a pool, and what is to be done once it is let go: threads to wake, and work for the helpers.
 *
 * <p>Nothing that blocks runs under the lock, and no user code: it goes into the list of chores.
 */
final class Guard {
    private final Lock lock;
    private final Condition emptied;
    private final Parking parking;
    private final Executor helpers;

    /** Under the lock. */
    private List<Thread> wakes = List.of();

    /** Under the lock. */
    private List<Runnable> chores = List.of();

    Guard(Lock lock, Parking parking, Executor helpers) {
        this.lock = lock;
        this.emptied = lock.newCondition();
        this.parking = parking;
        this.helpers = helpers;
    }

    /** The time. */
    long now() {
        return parking.nanoTime();
    }

    /** Sleeps at most so long. Not under the lock. */
    void nap(Object blocker, long nanos) {
        parking.parkNanos(blocker, nanos);
    }

    /** Ends the nap of a thread, if there is one, or its next one. */
    void endNap(@Nullable Thread thread) {
        if (thread != null) {
            parking.unpark(thread);
        }
    }

    void enter() {
        lock.lock();
    }

    void leave() {
        List<Thread> woken = wakes;
        List<Runnable> work = chores;
        wakes = List.of();
        chores = List.of();
        lock.unlock();
        for (int i = 0; i < woken.size(); i++) {
            parking.unpark(woken.get(i));
        }
        for (int i = 0; i < work.size(); i++) {
            helpers.execute(work.get(i));
        }
    }

    /** As {@link #leave}, at the end of a chore: a helper wakes who is to be woken when it is free for another. */
    void leaveAtLast() {
        List<Thread> woken = wakes;
        if (!woken.isEmpty() && Thread.currentThread() instanceof Helper helper) {
            wakes = List.of();
            helper.owe(woken);
        }
        leave();
    }

    /** Wakes a thread after {@link #leave}. */
    void wake(Thread thread) {
        if (wakes.isEmpty()) {
            wakes = new ArrayList<>(4);
        }
        wakes.add(thread);
    }

    /** Gives a helper work after {@link #leave}. */
    void later(Runnable chore) {
        if (chores.isEmpty()) {
            chores = new ArrayList<>(4);
        }
        chores.add(chore);
    }

    /** Lets the lock go until a condition holds that {@link #emptied} tells of, for at most so long. Under the lock. */
    void awaitEmptied(long nanos, BooleanSupplier condition) throws InterruptedException {
        long left = nanos;
        while (left > 0 && !condition.getAsBoolean()) {
            left = emptied.awaitNanos(left);
        }
    }

    /** Tells those in {@link #awaitEmptied}. */
    void emptied() {
        emptied.signalAll();
    }
}
