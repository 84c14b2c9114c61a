/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.internal.Parking;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where chores meet helpers that have nothing to do: who came last is the first to be given a chore. */
class Door extends SynchronousQueue<Runnable> {
    /*
     * A helper lies down in a bed of its own, which is empty-handed (null) until somebody lays a chore into it or the
     * helper gets up without one (GONE). Both are compare-and-set from null, so a chore that was taken from its bringer
     * is run, and one that was not is left to the bringer. Who lays a chore into the bed wakes the sleeper, and who is
     * about to sleep looks into the bed first; the seam for parking keeps a wake-up that comes before the sleep.
     *
     * It is a SynchronousQueue since ThreadPoolExecutor wants a BlockingQueue: it offers each chore, starts another helper
     * where that is refused, and lets helpers poll for as long as they may be idle. It never takes, as none of its threads
     * is to stay for ever. All else it asks, whether the queue is empty above all, has the answers of a queue that holds
     * nothing, and those are inherited. The hand-over is not the JDK's own: there a helper, and the one it has woken, spin
     * and yield before they sleep, on the processor that the other needs.
     */
    private static final long serialVersionUID = 1;

    /** The helper got up without a chore. */
    static final Runnable GONE = () -> {};

    /** Where one helper waits for one chore. */
    static final class Bed extends AtomicReference<@Nullable Runnable> {
        private static final long serialVersionUID = 1;

        private final transient Thread sleeper = Thread.currentThread();
    }

    private final transient Parking parking;
    private final transient ConcurrentLinkedDeque<Bed> beds = new ConcurrentLinkedDeque<>();

    Door(Parking parking) {
        this.parking = parking;
    }

    @Override
    public boolean offer(Runnable chore) {
        for (Bed bed; (bed = beds.pollFirst()) != null; ) {
            if (bed.compareAndSet(null, chore)) {
                parking.unpark(bed.sleeper);
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
        long until = parking.nanoTime() + unit.toNanos(timeout);
        Bed bed = new Bed();
        beds.addFirst(bed);
        if (Thread.currentThread() instanceof Helper helper) {
            helper.pay();
        }
        Runnable chore = bed.get();
        while (chore == null) {
            long left = until - parking.nanoTime();
            boolean interrupted = Thread.interrupted();
            if (interrupted || left <= 0) {
                if (getUp(bed)) {
                    beds.remove(bed);
                    if (interrupted) {
                        throw new InterruptedException();
                    }
                    return null;
                }
                if (interrupted) {
                    Thread.currentThread().interrupt(); // after the chore, which came first
                }
            } else {
                parking.parkNanos(this, left);
            }
            chore = bed.get();
        }
        return chore;
    }

    /** Leaves a bed for good; false when there is a chore in it now. */
    boolean getUp(Bed bed) {
        return bed.compareAndSet(null, GONE);
    }
}
