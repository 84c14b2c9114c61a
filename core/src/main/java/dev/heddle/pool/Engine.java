/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;

import dev.heddle.handle.Handle;
import dev.heddle.internal.HandleAccess;
import dev.heddle.internal.Leasable;
import dev.heddle.internal.PoolAccess.Opening;
import dev.heddle.internal.Shared;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Leases and returns: the part of a pool that callers go through while there is enough. */
final class Engine<K, C> {
    /*
     * field          read      write     who writes
     * -------------  --------  --------  ----------------------------------------------------------
     * home           volatile  volatile  the pool, under its lock; its keeper, to null
     * all the rest   under the lock (guard), but for the words of the slots
     *
     * A lease that finds a free slot is one CAS on its word, and so is its close: neither looks at a clock, at
     * a lock, or at anything that another thread writes often.
     *
     * home is the bucket of the first key, which mostly is the only one: it spares the look into the map. It is found by
     * the identity of the key. One that is dead has no slots, and whoever comes by it enters the lock and looks
     * again. If the keeper takes out a home that was put there just now, the next look is into the map.
     *
     * careful is true while a key has found no room, or the pool is closing: connections then come back
     * into the hands of the pool (HELD). The buckets tell it to those who pass by, see Bucket. Only those are told that
     * have a slot; any other hears of it before it gets one.
     */
    private static final HandleAccess HANDLES = HandleAccess.of(MethodHandles.lookup(), Handle.class);

    private final Settings<K, C> settings;
    private final Guard guard;
    private final Stock<K, C> stock;
    private final Refusals<K, C> refusals;
    private final Returns<K, C> returns;
    private final Waiting<K, C> waiting;
    private final Shutdown<K, C> shutdown;
    private final Hints<K, C> hints = new Hints<>();
    private final ConcurrentHashMap<K, Bucket<K, C>> buckets = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    private volatile @Nullable Bucket<K, C> home;
    private boolean careful;

    Engine(Settings<K, C> settings) {
        this.settings = settings;
        Executor given = settings.helpers();
        boolean prompt = settings.connector().isPrompt();
        Helpers own = prompt || given != null ? null : new Helpers(settings.name(), settings.parking());
        this.guard = new Guard(settings.lock(), settings.parking(), prompt ? null : own == null ? given : own);
        this.refusals = new Refusals<>(settings, guard);
        this.stock = new Stock<>(this, guard, given != null);
        this.returns = stock.returns();
        this.waiting = new Waiting<>(this, guard, stock);
        this.shutdown = new Shutdown<>(this, guard, stock, own);
    }

    Settings<K, C> settings() {
        return settings;
    }

    Refusals<K, C> refusals() {
        return refusals;
    }

    Waiting<K, C> waiting() {
        return waiting;
    }

    Hints<K, C> hints() {
        return hints;
    }

    /** Whether a connection that comes back must be reset before it is used again. */
    boolean needsReset(C connection) {
        try {
            return settings.connector().needsReset(connection);
        } catch (Throwable e) { // as true: the reset will show what is wrong
            return true;
        }
    }

    /** Whether all connections come back into the hands of the pool. Under the lock. */
    boolean isCareful() {
        return careful;
    }

    /** Tells all keys whether they come back so. Under the lock. */
    void careful(boolean careful) {
        if (this.careful != careful) {
            this.careful = careful;
            stock.turn();
        }
    }

    Collection<Bucket<K, C>> buckets() {
        return buckets.values();
    }

    /**
     * Leases the connection that this thread has had last, if it is free and its new generation has one of some bits:
     * what mostly is to be done, with no call in it. All else goes the long way, for which null stands.
     */
    @SuppressWarnings("ReferenceEquality") // an equal key is found in the map
    <L> @Nullable L claim(K key, long bits, Opening<C, L> opening) {
        Slot<K, C> hinted = hints.get(Hints.number());
        if (hinted != null && hinted.bucket.key == key && hinted.bucket.line() != Bucket.HANDOFF) {
            return hinted.tryLease(bits, opening);
        }
        return null;
    }

    /**
     * Acquires a connection.
     *
     * @param nanos the longest wait, as long as the pool allows when negative
     */
    <L> L acquire(K key, long nanos, Opening<C, L> opening) throws InterruptedException {
        Bucket<K, C> bucket = find(requireNonNull(key, "key"));
        Slot<K, C> slot = bucket == null ? null : tryClaim(bucket);
        if (slot == null) {
            slot = waiting.await(key, nanos < 0 ? settings.acquireNanos() : nanos);
        }
        return open(slot, opening);
    }

    @Nullable
    <L> L tryAcquire(K key, Opening<C, L> opening) {
        Bucket<K, C> bucket = find(requireNonNull(key, "key"));
        if (bucket != null) {
            int before;
            int after = bucket.generationSum();
            do {
                before = after;
                Slot<K, C> slot = tryClaim(bucket);
                if (slot != null) {
                    return open(slot, opening);
                }
                after = bucket.generationSum();
                // Had no lease begun meanwhile, all slots were taken at one moment: that is what null says.
            } while (before != after && bucket.line() != Bucket.HANDOFF);
        }
        bucket = enter(key);
        try {
            if (bucket.size == 0) {
                stock.growth().growFor(bucket, guard.now(), 1);
            }
        } finally {
            guard.leave();
        }
        Slot<K, C> opened = guard.hasHelpers() ? null : tryClaim(bucket); // who has opened it should have it
        return opened == null ? null : open(opened, opening);
    }

    @SuppressWarnings("ReferenceEquality") // an equal key is found in the map
    private @Nullable Bucket<K, C> find(K key) {
        Bucket<K, C> seen = home;
        return seen != null && seen.key == key ? seen : buckets.get(key);
    }

    private @Nullable Slot<K, C> tryClaim(Bucket<K, C> bucket) {
        if (bucket.line() == Bucket.HANDOFF) {
            return null; // somebody has been passed over for long enough
        }
        Slot<K, C>[] slots = bucket.slots();
        int number = Hints.number();
        for (int at = 0; at < slots.length; at++) {
            Slot<K, C> slot = slots[Math.floorMod(number + at, slots.length)];
            if (slot.tryClaim() != 0) {
                hints.set(number, slot);
                return slot;
            }
        }
        return null;
    }

    /**
     * Opens the lease of a slot that the caller has claimed. Its generation is the lease's as long as that lasts; where
     * the pool has revoked it meanwhile, the slot is never used again, and so the lease is over.
     */
    private <L> L open(Slot<K, C> slot, Opening<C, L> opening) {
        int generation = slot.generation();
        slot.takeStack(generation);
        return opening.open(slot, Leasable.first(generation));
    }

    /** Enters the lock with the bucket of a key that is in use. */
    Bucket<K, C> enter(K key) {
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
                throw refusals.closed();
            }
            if (!bucket.dead) {
                if (home == null) {
                    home = bucket;
                }
                return bucket;
            }
            guard.leave();
            forget(bucket);
        }
    }

    /** Forgets a bucket that was marked as dead. */
    void forget(Bucket<K, C> bucket) {
        buckets.remove(bucket.key, bucket);
        if (home == bucket) {
            home = null;
        }
    }

    /** Hears that a lease is over. */
    void returned(Slot<K, C> slot, boolean held) {
        Bucket<K, C> bucket = slot.bucket;
        if (held && !returns.putInOrder(slot)) {
            return;
        }
        if (held) {
            if (bucket.isCareful() || slot.isExpected()) {
                putBack(slot);
                return;
            }
            slot.setFree();
            if (slot.isExpected() && slot.tryHold()) { // it was made suspect between the two, which found it held
                putBack(slot);
                return;
            }
        }
        if (!bucket.isCalm()) {
            guard.enter();
            try {
                long now = guard.now();
                waiting.serve(bucket, now);
                stock.feed(now);
            } finally {
                guard.leave();
            }
        }
    }

    /** Gives a slot that this thread holds into the hands of the pool. */
    private void putBack(Slot<K, C> slot) {
        guard.enter();
        try {
            returns.putBack(slot, guard.now());
        } finally {
            guard.leave();
        }
    }

    /** Lets a connection be closed when its lease, which is named in the refusal of one of another pool, is over. */
    void discard(Object lease, Shared<?> cell, int generation) {
        if (!(cell instanceof Slot<?, ?> slot) || slot.bucket.engine != this) {
            throw new IllegalArgumentException(
                    "lease: " + lease + " (expected: a lease of pool '" + settings.name() + "')");
        }
        discard(slot, generation);
    }

    @SuppressWarnings("unchecked") // its bucket is one of this engine
    private void discard(Slot<?, ?> slot, int generation) {
        guard.enter();
        try {
            returns.doom((Slot<K, C>) slot, generation);
            returns.suspect((Bucket<K, C>) slot.bucket, guard.now());
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

    @Override
    public String toString() {
        return "ConnectionPool[" + settings.name() + ", " + (stock.isClosing() ? "closed" : "open") + "]";
    }
}
