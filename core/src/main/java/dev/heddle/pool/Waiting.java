/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Leasable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The queues of those who wait for a connection, one for each key; {@link Waiter} and {@link Bucket} tell how. */
final class Waiting<K, C> {
    private final Engine<K, C> engine;
    private final Settings<K, C> settings;
    private final Guard guard;
    private final Stock<K, C> stock;
    private final Refusals<K, C> refusals;

    Waiting(Engine<K, C> engine, Guard guard, Stock<K, C> stock) {
        this.engine = engine;
        this.settings = engine.settings();
        this.guard = guard;
        this.stock = stock;
        this.refusals = engine.refusals();
    }

    /** Waits for a connection of a key; the slot is the caller's. */
    Slot<K, C> await(K key, long nanos) throws InterruptedException {
        WaitEvent event = new WaitEvent();
        event.begin();
        long began = guard.now();
        Waiter<K, C> waiter = new Waiter<>(Thread.currentThread(), began);
        Bucket<K, C> bucket = engine.enter(key);
        try {
            if (bucket.first == null) {
                bucket.pace.crowded(began, bucket.leases(), bucket.slots().length);
            }
            bucket.enqueue(waiter);
            int connections = Math.max(1, bucket.slots().length);
            waiter.patience = bucket.pace.patience(began, bucket.leases(), bucket.waiters, connections);
            look(bucket, waiter, began);
        } finally {
            guard.leave();
        }
        try {
            return await(bucket, waiter, nanos);
        } finally {
            if (event.shouldCommit()) {
                event.commit(settings.name(), refusals.name(bucket), waiter.state() == Waiter.GIVEN);
            }
        }
    }

    private Slot<K, C> await(Bucket<K, C> bucket, Waiter<K, C> waiter, long nanos) throws InterruptedException {
        long began = waiter.since;
        for (; ; ) {
            if (waiter.state() != Waiter.WAITING) {
                return take(bucket, waiter);
            }
            long now = guard.now();
            long left = nanos - (now - began);
            boolean interrupted = Thread.interrupted();
            if (interrupted || left <= 0) {
                if (withdraw(bucket, waiter, !interrupted)) {
                    if (interrupted) {
                        throw new InterruptedException();
                    }
                    throw refusals.timedOut(bucket, began, Duration.ofNanos(now - began), stock);
                }
                if (interrupted) {
                    giveBack(waiter);
                    throw new InterruptedException();
                }
                continue;
            }
            long nap = waiter.nextLook == 0 ? left : Math.min(left, waiter.nextLook - now);
            if (nap > 0) {
                settings.parking().parkNanos(this, nap);
            }
            if (waiter.state() == Waiter.WAITING) {
                guard.enter();
                try {
                    look(bucket, waiter, guard.now());
                } finally {
                    guard.leave();
                }
            }
        }
    }

    /** Lets a waiter that is awake take what there is, or go to sleep. Under the lock. */
    private void look(Bucket<K, C> bucket, Waiter<K, C> waiter, long now) {
        if (waiter.state() != Waiter.WAITING) {
            return;
        }
        waiter.asleep = true;
        if (bucket.first == waiter && !waiter.isOverdue(now)) {
            bucket.line(Bucket.WAKE); // before the look at the slots: see Bucket
            if (bucket.claimFor(waiter)) {
                leaveQueue(bucket, waiter, now);
            }
        }
        serve(bucket, now); // the first, though it may be awake: what keeps it from looking may last
        stock.grow(bucket, now);
        if (waiter.state() != Waiter.WAITING) {
            waiter.handedAt = 0; // it was awake
        } else {
            long growth = stock.growth().nextGrowth(bucket, waiter, now);
            long overdue = waiter.since + waiter.patience;
            waiter.nextLook =
                    overdue - now <= 0 ? growth : growth == 0 ? overdue : Math.min(growth - now, overdue - now) + now;
        }
    }

    /** Does for those who wait what can be done now. Under the lock. */
    void serve(Bucket<K, C> bucket, long now) {
        for (Waiter<K, C> first = bucket.first; first != null; first = bucket.first) {
            if (!first.isOverdue(now)) {
                if (!first.asleep) {
                    bucket.line(Bucket.CALM); // it will look by itself
                    return;
                }
                bucket.line(Bucket.WAKE);
                if (bucket.anyFree()) {
                    first.asleep = false;
                    guard.wake(first.thread);
                    bucket.line(Bucket.CALM);
                }
                return;
            }
            bucket.line(Bucket.HANDOFF);
            first.handedAt = now;
            if (!bucket.claimFor(first)) {
                first.handedAt = 0;
                return;
            }
            leaveQueue(bucket, first, now);
            guard.wake(first.thread);
        }
        bucket.line(Bucket.CALM);
    }

    /** Hands a slot that the caller holds to the first who waits. Under the lock. */
    void hand(Bucket<K, C> bucket, Waiter<K, C> first, Slot<K, C> slot, long now) {
        boolean awake = isOpening(first);
        first.handedAt = awake ? 0 : now;
        slot.lease();
        first.give(slot);
        leaveQueue(bucket, first, now);
        if (!awake) {
            guard.wake(first.thread);
        }
    }

    /** Whether it is the thread that asks: one that opens a connection for itself, and so is awake. */
    boolean isOpening(Waiter<K, C> first) {
        return stock.isPrompt() && first.isHere();
    }

    /** Takes a waiter out of the queue and turns to the next. Under the lock. */
    private void leaveQueue(Bucket<K, C> bucket, Waiter<K, C> waiter, long now) {
        bucket.unlink(waiter);
        if (bucket.first == null) {
            bucket.pace.calm(now, bucket.leases());
            bucket.line(Bucket.CALM);
        }
    }

    private Slot<K, C> take(Bucket<K, C> bucket, Waiter<K, C> waiter) {
        if (waiter.state() == Waiter.REFUSED) {
            throw waiter.cause == null ? refusals.closed() : refusals.openFailed(bucket, waiter.cause);
        }
        if (waiter.handedAt != 0) {
            bucket.pace.woke(guard.now() - waiter.handedAt);
        }
        return requireNonNull(waiter.slot, "slot");
    }

    /** Takes a waiter out of the queue; false when it has got a connection, or was refused, before. */
    private boolean withdraw(Bucket<K, C> bucket, Waiter<K, C> waiter, boolean timedOut) {
        guard.enter();
        try {
            if (waiter.state() != Waiter.WAITING) {
                return false;
            }
            long now = guard.now();
            if (timedOut) {
                look(bucket, waiter, now); // not beside a connection that is free
                if (waiter.state() != Waiter.WAITING) {
                    return false;
                }
                bucket.totals.timedOut++;
            }
            leaveQueue(bucket, waiter, now);
            serve(bucket, now);
            return true;
        } finally {
            guard.leave();
        }
    }

    /** Lets the next have what an interrupted waiter was given. */
    private static <K, C> void giveBack(Waiter<K, C> waiter) {
        Slot<K, C> slot = waiter.slot;
        if (slot != null) {
            int left = slot.release(slot.generation());
            if (left != Leasable.NOT_LAST) {
                slot.lastClosed(left == Leasable.LEFT_HELD);
            }
        }
    }

    /** Refuses everybody who waits. Under the lock. */
    void refuseAll() {
        for (Bucket<K, C> bucket : engine.buckets()) {
            refuse(bucket, null, guard.now());
        }
    }

    /** Ends the waiting for a key, with a cause, or without one when the pool is closed. Under the lock. */
    void refuse(Bucket<K, C> bucket, @Nullable Throwable cause, long now) {
        for (Waiter<K, C> first = bucket.first; first != null; first = bucket.first) {
            first.refuse(cause);
            leaveQueue(bucket, first, now);
            guard.wake(first.thread);
        }
    }
}
