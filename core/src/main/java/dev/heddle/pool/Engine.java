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
     * careful        volatile  volatile  the pool, under its lock
     * home           volatile  volatile  the pool, under its lock; its keeper, to null
     * hints[i]       plain     plain     threads of the stripe, with a benign race
     * all the rest   under the lock (guard), but for the words of the slots
     *
     * A lease that finds a free slot is one CAS on its word, and so is its close: neither looks at a clock, at
     * a lock, or at anything that another thread writes often. Which slot a thread tries first is a hint, by
     * the number of the thread: two threads that share a hint, or write it at once, only try in vain.
     *
     * home is the bucket of the first key, which mostly is the only one: it spares the look into the map. It is found by
     * the identity of the key. One that is dead has no slots, and whoever comes by it enters the lock and looks
     * again. If the keeper takes out a home that was put there just now, the next look is into the map.
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
    private final Guard guard;
    private final Stock<K, C> stock;
    private final Refusals<K, C> refusals;
    private final Returns<K, C> returns;
    private final Waiting<K, C> waiting;
    private final Shutdown<K, C> shutdown;
    private final int[] hints = new int[STRIPES * SPREAD];
    private final ConcurrentHashMap<K, Bucket<K, C>> buckets = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    private volatile @Nullable Bucket<K, C> home;
    private volatile boolean careful;

    Engine(Settings<K, C> settings) {
        this.settings = settings;
        Executor given = settings.helpers();
        Helpers own = given == null ? new Helpers(settings.name(), settings.parking()) : null;
        this.guard = new Guard(settings.lock(), settings.parking(), own == null ? requireNonNull(given) : own);
        this.refusals = new Refusals<>(settings, guard);
        this.stock = new Stock<>(this, guard, own == null);
        this.returns = stock.returns();
        this.waiting = new Waiting<>(this, guard, stock);
        this.shutdown = new Shutdown<>(this, guard, stock, own);
        for (int i = 0; i < STRIPES; i++) {
            hints[i * SPREAD] = i;
        }
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

    /** Whether a connection that comes back must be reset before it is used again. */
    boolean needsReset(C connection) {
        try {
            return settings.connector().needsReset(connection);
        } catch (Throwable e) { // as true: the reset will show what is wrong
            return true;
        }
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
        Bucket<K, C> bucket = find(requireNonNull(key, "key"));
        if (bucket != null) {
            Handle<C> lease = tryClaim(bucket);
            if (lease != null) {
                return lease;
            }
        }
        return waiting.await(key, nanos);
    }

    @Nullable
    Handle<C> tryAcquire(K key) {
        Bucket<K, C> bucket = find(requireNonNull(key, "key"));
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
                stock.growth().growFor(bucket, guard.now(), 1);
            }
        } finally {
            guard.leave();
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // an equal key is found in the map
    private @Nullable Bucket<K, C> find(K key) {
        Bucket<K, C> seen = home;
        return seen != null && seen.key == key ? seen : buckets.get(key);
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
    Handle<C> open(Slot<K, C> slot, int generation) {
        Throwable stack = HANDLES.opened(generation);
        if (stack != null) {
            slot.taken(generation, stack);
        }
        return (Handle<C>) HANDLES.open(slot, generation);
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
            if (bucket.line() == Bucket.HANDOFF || careful || slot.isExpected()) {
                guard.enter();
                try {
                    returns.putBack(slot, guard.now());
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
                long now = guard.now();
                waiting.serve(bucket, now);
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
