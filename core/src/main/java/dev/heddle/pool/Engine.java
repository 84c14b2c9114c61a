/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;

import dev.heddle.handle.Handle;
import dev.heddle.internal.HandleAccess;
import dev.heddle.internal.Shared;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Leases, waits and returns: the part of a pool that callers go through. */
final class Engine<K, C> {
    /*
     * field          read      write     who writes
     * -------------  --------  --------  ----------------------------------------------------------
     * careful        volatile  volatile  the pool, under its lock
     * HINTS[i]       plain     plain     threads of the stripe, with a benign race
     * all the rest   under the lock (guard), but for the words of the slots
     *
     * A lease that finds a free slot is one CAS on its word, and so is its close: neither looks at a clock, at
     * a lock, or at anything that another thread writes often. Which slot a thread tries first is a hint, by
     * the number of the thread: two threads that share a hint, or write it at once, only try in vain.
     *
     * careful is true while a key has found no room, or the pool is closing: connections then come back
     * into the hands of the pool (HELD). An owner reads it before its release and again afterwards, and the
     * pool writes it before it looks for free slots, so none slips through between the two.
     */
    private static final HandleAccess HANDLES = HandleAccess.of(MethodHandles.lookup(), Handle.class);

    private static final int STRIPES =
            Integer.highestOneBit(Math.min(64, 4 * Runtime.getRuntime().availableProcessors()));

    /** The hints of two stripes are a cache line apart. */
    private static final int SPREAD = 16;

    private final Settings<K, C> settings;
    private final boolean resets;
    private final Guard guard;
    private final Stock<K, C> stock;
    private final Returns<K, C> returns;
    private final Shutdown<K, C> shutdown;
    private final int[] hints = new int[STRIPES * SPREAD];
    private final ConcurrentHashMap<K, Bucket<K, C>> buckets = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    private volatile boolean careful;

    Engine(Settings<K, C> settings) {
        this.settings = settings;
        this.resets = settings.connector().resets();
        Executor given = settings.helpers();
        Helpers own = given == null ? new Helpers(settings.name()) : null;
        this.guard = new Guard(settings.lock(), settings.parking(), own == null ? requireNonNull(given) : own);
        this.stock = new Stock<>(this, guard, own == null);
        this.returns = stock.returns();
        this.shutdown = new Shutdown<>(this, guard, stock, own);
        for (int i = 0; i < STRIPES; i++) {
            hints[i * SPREAD] = i;
        }
    }

    Settings<K, C> settings() {
        return settings;
    }

    boolean resets() {
        return resets;
    }

    boolean isCareful() {
        return careful;
    }

    void careful(boolean careful) {
        if (this.careful != careful) {
            this.careful = careful;
        }
    }

    Collection<Bucket<K, C>> buckets() {
        return buckets.values();
    }

    Handle<C> acquire(K key, long nanos) throws InterruptedException {
        Bucket<K, C> bucket = buckets.get(requireNonNull(key, "key"));
        if (bucket != null) {
            Handle<C> lease = tryClaim(bucket);
            if (lease != null) {
                return lease;
            }
        }
        return await(key, nanos);
    }

    @Nullable
    Handle<C> tryAcquire(K key) {
        Bucket<K, C> bucket = buckets.get(requireNonNull(key, "key"));
        if (bucket != null) {
            int before;
            int after = bucket.generationSum();
            do {
                before = after;
                Handle<C> lease = tryClaim(bucket);
                if (lease != null) {
                    return lease;
                }
                after = bucket.generationSum();
                // Had no lease begun meanwhile, all slots were taken at one moment: that is what null says.
            } while (before != after && bucket.line() != Bucket.HANDOFF);
        }
        bucket = enter(key);
        try {
            if (bucket.size == 0) {
                stock.growth().growFor(bucket, System.nanoTime(), 1);
            }
        } finally {
            guard.leave();
        }
        return null;
    }

    private @Nullable Handle<C> tryClaim(Bucket<K, C> bucket) {
        if (bucket.line() == Bucket.HANDOFF) {
            return null; // somebody has been passed over for long enough
        }
        Slot<K, C>[] slots = bucket.slots();
        int hint = ((int) Thread.currentThread().threadId() & (STRIPES - 1)) * SPREAD;
        int at = hints[hint];
        for (int tries = 0; tries < slots.length; tries++, at++) {
            if (at >= slots.length) {
                at = at == slots.length ? 0 : at % slots.length;
            }
            Slot<K, C> slot = slots[at];
            int generation = slot.tryClaim();
            if (generation != 0) {
                if (tries != 0) {
                    hints[hint] = at;
                }
                return open(slot, generation);
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // a handle on a slot of connections is a handle on a connection
    private Handle<C> open(Slot<K, C> slot, int generation) {
        Throwable stack = HANDLES.opened(generation);
        if (stack != null) {
            slot.taken(generation, stack);
        }
        return (Handle<C>) HANDLES.open(slot, generation);
    }

    /** Enters the lock with the bucket of a key that is in use. */
    private Bucket<K, C> enter(K key) {
        for (; ; ) {
            Bucket<K, C> bucket = buckets.get(key);
            if (bucket == null) {
                Bucket<K, C> fresh = new Bucket<>(this, key, numbers.incrementAndGet());
                bucket = buckets.putIfAbsent(key, fresh);
                bucket = bucket == null ? fresh : bucket;
            }
            guard.enter();
            if (stock.isClosing()) {
                guard.leave();
                throw closed();
            }
            if (!bucket.dead) {
                return bucket;
            }
            guard.leave();
            buckets.remove(key, bucket);
        }
    }

    /** Forgets a bucket that was marked as dead. */
    void forget(Bucket<K, C> bucket) {
        buckets.remove(bucket.key, bucket);
    }

    private Handle<C> await(K key, long nanos) throws InterruptedException {
        WaitEvent event = new WaitEvent();
        event.begin();
        long began = System.nanoTime();
        Waiter<K, C> waiter = new Waiter<>(Thread.currentThread(), began);
        Bucket<K, C> bucket = enter(key);
        try {
            if (bucket.first == null) {
                bucket.pace.crowded(began, bucket.leases());
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
                event.commit(settings.name(), stock.name(bucket), waiter.state() == Waiter.GIVEN);
            }
        }
    }

    private Handle<C> await(Bucket<K, C> bucket, Waiter<K, C> waiter, long nanos) throws InterruptedException {
        long began = waiter.since;
        for (; ; ) {
            if (waiter.state() != Waiter.WAITING) {
                return take(bucket, waiter);
            }
            long now = System.nanoTime();
            long left = nanos - (now - began);
            boolean interrupted = Thread.interrupted();
            if (interrupted || left <= 0) {
                if (withdraw(bucket, waiter, !interrupted)) {
                    if (interrupted) {
                        throw new InterruptedException();
                    }
                    throw stock.timedOut(bucket, began, Duration.ofNanos(now - began));
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
                    look(bucket, waiter, System.nanoTime());
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
        if (bucket.first == waiter || waiter.state() != Waiter.WAITING) {
            serve(bucket, now);
        }
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
        first.handedAt = now;
        first.give(slot, slot.lease());
        leaveQueue(bucket, first, now);
        guard.wake(first.thread);
    }

    /** Takes a waiter out of the queue and turns to the next. Under the lock. */
    private void leaveQueue(Bucket<K, C> bucket, Waiter<K, C> waiter, long now) {
        bucket.unlink(waiter);
        if (bucket.first == null) {
            bucket.pace.calm(now, bucket.leases());
            bucket.line(Bucket.CALM);
        }
    }

    private Handle<C> take(Bucket<K, C> bucket, Waiter<K, C> waiter) {
        if (waiter.state() == Waiter.REFUSED) {
            throw waiter.cause == null ? closed() : stock.openFailed(bucket, waiter.cause);
        }
        if (waiter.handedAt != 0) {
            bucket.pace.woke(System.nanoTime() - waiter.handedAt);
        }
        return open(requireNonNull(waiter.slot, "slot"), waiter.generation);
    }

    /** Takes a waiter out of the queue; false when it has got a connection, or was refused, before. */
    private boolean withdraw(Bucket<K, C> bucket, Waiter<K, C> waiter, boolean timedOut) {
        guard.enter();
        try {
            if (waiter.state() != Waiter.WAITING) {
                return false;
            }
            long now = System.nanoTime();
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
            int left = slot.release(waiter.generation);
            if (left != Shared.NOT_LAST) {
                slot.lastClosed(left == Shared.LEFT_HELD);
            }
        }
    }

    /** Hears that a lease is over. */
    void returned(Slot<K, C> slot, boolean held) {
        Bucket<K, C> bucket = slot.bucket;
        if (held && !returns.putInOrder(slot)) {
            return;
        }
        if (held) {
            if (bucket.line() == Bucket.HANDOFF || careful || slot.isExpected()) {
                guard.enter();
                try {
                    returns.putBack(slot, System.nanoTime());
                } finally {
                    guard.leave();
                }
                return;
            }
            slot.setFree();
        }
        if (bucket.line() != Bucket.CALM || careful) {
            guard.enter();
            try {
                long now = System.nanoTime();
                serve(bucket, now);
                stock.feed(now);
            } finally {
                guard.leave();
            }
        }
    }

    void discard(Handle<C> lease) {
        Shared<?> cell = HANDLES.cell(requireNonNull(lease, "lease"));
        if (cell == null) {
            return;
        }
        if (!(cell instanceof Slot<?, ?> slot) || slot.bucket.engine != this) {
            throw new IllegalArgumentException(
                    "lease: " + lease + " (expected: a lease of pool '" + settings.name() + "')");
        }
        discard(slot, HANDLES.generation(lease));
    }

    @SuppressWarnings("unchecked") // its bucket is one of this engine
    private void discard(Slot<?, ?> slot, int generation) {
        guard.enter();
        try {
            returns.doom((Slot<K, C>) slot, generation);
            returns.suspect((Bucket<K, C>) slot.bucket, System.nanoTime());
        } finally {
            guard.leave();
        }
    }

    PoolStats stats() {
        guard.enter();
        try {
            Tallying sum = new Tallying(stock.past());
            for (Bucket<K, C> bucket : buckets.values()) {
                sum.add(bucket);
            }
            return sum.stats();
        } finally {
            guard.leave();
        }
    }

    PoolStats stats(K key) {
        Bucket<K, C> bucket = buckets.get(requireNonNull(key, "key"));
        guard.enter();
        try {
            Tallying sum = new Tallying(new Totals());
            if (bucket != null) {
                sum.add(bucket);
            }
            return sum.stats();
        } finally {
            guard.leave();
        }
    }

    boolean isLookingForDropped() {
        return HANDLES.isLookedFor();
    }

    void reportDropped(Object connection, @Nullable Throwable taken) {
        HANDLES.report(connection.getClass().getName(), taken);
    }

    Remains close(long nanos) {
        return shutdown.close(nanos);
    }

    /** Refuses everybody who waits. Under the lock. */
    void refuseAll() {
        for (Bucket<K, C> bucket : buckets.values()) {
            refuse(bucket, null, System.nanoTime());
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

    private IllegalStateException closed() {
        return new IllegalStateException("pool '" + settings.name() + "' is closed");
    }

    @Override
    public String toString() {
        return "ConnectionPool[" + settings.name() + ", " + (stock.isClosing() ? "closed" : "open") + "]";
    }
}
