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
 * The lock of a pool, and what is to be done once it is let go: threads to wake, and chores.
 *
 * <p>Nothing that blocks runs under the lock, and no user code: it goes into the list of chores. Helpers do them, or,
 * where no chore ever waits, the thread that lets go of the lock.
 */
final class Guard {
    private final Lock lock;
    private final Condition emptied;
    private final Parking parking;
    private final @Nullable Executor helpers;

    /** Under the lock. */
    private List<Thread> wakes = List.of();

    /** Under the lock. */
    private List<Chore> chores = List.of();

    /**
     * Makes a guard.
     *
     * @param helpers who does the chores; null where who leaves does them itself
     */
    Guard(Lock lock, Parking parking, @Nullable Executor helpers) {
        this.lock = lock;
        this.emptied = lock.newCondition();
        this.parking = parking;
        this.helpers = helpers;
    }

    /** Whether chores are done by others than those who leave. */
    boolean hasHelpers() {
        return helpers != null;
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

    /** Lets go of the lock, and then wakes whom it is to wake and sees to the chores. Not in a chore. */
    void leave() {
        List<Chore> work = letGo();
        if (work.isEmpty()) {
            return;
        }
        if (helpers == null) {
            new Errands(work).run();
            return;
        }
        for (int i = 0; i < work.size(); i++) {
            Chore chore = work.get(i);
            helpers.execute(() -> chore.run(null));
        }
    }

    /** As {@link #leave()}, within a chore: those that come of it are done when it is over. */
    void leave(@Nullable Errands errands) {
        if (errands == null) {
            leave();
        } else {
            errands.add(letGo());
        }
    }

    /** As {@link #leave(Errands)}, at its end: a helper wakes who is to be woken when it is free for another. */
    void leaveAtLast(@Nullable Errands errands) {
        List<Thread> woken = wakes;
        if (!woken.isEmpty() && Thread.currentThread() instanceof Helper helper) {
            wakes = List.of();
            helper.owe(woken);
        }
        leave(errands);
    }

    private List<Chore> letGo() {
        List<Thread> woken = wakes;
        List<Chore> work = chores;
        wakes = List.of();
        chores = List.of();
        lock.unlock();
        for (int i = 0; i < woken.size(); i++) {
            parking.unpark(woken.get(i));
        }
        return work;
    }

    /** Wakes a thread after {@link #leave()}. */
    void wake(Thread thread) {
        if (wakes.isEmpty()) {
            wakes = new ArrayList<>(4);
        }
        wakes.add(thread);
    }

    /** Has a chore done after {@link #leave()}. */
    void later(Chore chore) {
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
