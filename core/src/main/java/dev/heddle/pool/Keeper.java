/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread of a pool that looks after connections nobody uses: a virtual one. */
final class Keeper<K, C> {
    /*
     * field    read      write     who writes
     * -------  --------  --------  -----------------------------------------------------------------
     * thread   volatile  volatile  the first who opens a connection, under the lock of the pool
     * ended    volatile  volatile  the one who closes the pool
     * probes, due                  under the lock of the pool
     *
     * Times of connections are taken here and nowhere else: a lease does not look at a clock. A round sees
     * that the generation of a slot is what it was a round ago, and since when.
     */
    private static final long LONGEST_ROUND = 1_000_000_000;
    private static final long SHORTEST_ROUND = 20_000_000;

    /** How long a lease is young: its slot is then held by the pool, whatever becomes of its handles. */
    private static final long YOUTH_NANOS = 1_000_000_000;

    /** For how long a key is known to have failed for good, so that its pauses do not begin anew. */
    private static final long MEMORY_NANOS = 10_000_000_000L;

    private final Settings<K, C> settings;
    private final Engine<K, C> engine;
    private final Stock<K, C> stock;
    private final Guard guard;
    private final long roundNanos;
    private final Set<Bucket<K, C>> probes = new HashSet<>();
    private long due = Long.MAX_VALUE;
    private volatile boolean ended;
    private volatile @Nullable Thread thread;

    Keeper(Engine<K, C> engine, Stock<K, C> stock, Guard guard) {
        this.engine = engine;
        this.stock = stock;
        this.guard = guard;
        this.settings = engine.settings();
        long shortest = LONGEST_ROUND;
        for (long time : new long[] {
            settings.idleNanos(), settings.lifetimeNanos(), settings.validateNanos(), settings.leakNanos()
        }) {
            shortest = time == 0 ? shortest : Math.min(shortest, time / 2);
        }
        this.roundNanos = Math.max(SHORTEST_ROUND, shortest);
    }

    /** Begins to keep, if it has not begun. Under the lock. */
    void start() {
        if (thread == null && !ended) {
            Thread keeping =
                    Thread.ofVirtual().name("heddle-pool-" + settings.name()).unstarted(this::keep);
            keptBy(keeping);
            keeping.start();
        }
    }

    /** Says whom to wake. */
    void keptBy(Thread keeping) {
        thread = keeping;
    }

    /** Asks for a look at a key at a time. Under the lock. */
    void probe(Bucket<K, C> bucket, long at) {
        if (probes.add(bucket) && (due == Long.MAX_VALUE || at - due < 0)) {
            due = at;
            guard.endNap(thread);
        }
    }

    void end() {
        ended = true;
        guard.endNap(thread);
    }

    /** Keeps until the end. */
    void keep() {
        long nextRound = guard.now() + roundNanos;
        while (!ended) {
            long now = guard.now();
            long nap = Math.min(nextRound - now, probe(now));
            if (nap > 0) {
                guard.nap(this, nap);
            } else if (nextRound - now <= 0) {
                stock.returns().healDropped();
                for (Bucket<K, C> bucket : engine.buckets()) {
                    sweep(bucket);
                }
                sweepHints();
                nextRound = guard.now() + roundNanos;
            }
        }
    }

    private void sweepHints() {
        guard.enter();
        try {
            engine.hints().sweep();
        } finally {
            guard.leave();
        }
    }

    /** Looks after the connections of one key. */
    private void sweep(Bucket<K, C> bucket) {
        guard.enter();
        try {
            long now = guard.now();
            if (stock.isClosing() || bucket.dead) {
                return;
            }
            for (Slot<K, C> slot : bucket.slots()) {
                sweep(bucket, slot, now);
            }
            for (Benched<K, C> benched : bucket.benched()) {
                if (isTooLong(now - benched.since) && !benched.reported) {
                    benched.reported = true;
                    report(bucket, benched.taken, now - benched.since);
                }
            }
            boolean more = bucket.failures == 0;
            while (more && bucket.size < settings.minIdle() && !stock.isFull()) {
                more = stock.open(bucket, now);
            }
            boolean unused = bucket.size == 0 && bucket.first == null && !bucket.hungry;
            long memory = bucket.refusal == null ? 0 : MEMORY_NANOS;
            if (unused && (bucket.failures == 0 || now - bucket.notBefore > memory)) {
                bucket.dead = true;
                stock.past().add(bucket.totals);
            }
        } finally {
            guard.leave();
        }
        if (bucket.dead) {
            engine.forget(bucket);
        }
    }

    private void sweep(Bucket<K, C> bucket, Slot<K, C> slot, long now) {
        int generation = slot.generation();
        boolean leased = slot.count() > 0;
        if (slot.sweptGeneration != generation || slot.sweptLeased != leased) {
            slot.sweptGeneration = generation;
            slot.sweptLeased = leased;
            slot.sweptSince = now;
        }
        long unchanged = now - slot.sweptSince;
        boolean expired = settings.lifetimeNanos() > 0 && now - slot.expires >= 0;
        if (leased) {
            sweepLeased(bucket, slot, unchanged, expired);
        } else if (expired || (isIdle(unchanged) && bucket.size - bucket.closing > settings.minIdle())) {
            if (slot.tryHold(generation) || bucket.removeStale(slot)) {
                stock.retire(slot);
            }
        } else if (isStale(unchanged) && slot.tryHold(generation)) {
            bucket.addStale(slot);
            stock.grow(bucket, now);
        }
    }

    private void sweepLeased(Bucket<K, C> bucket, Slot<K, C> slot, long unchanged, boolean expired) {
        int generation = slot.sweptGeneration;
        if (expired && slot.fate() != Slot.DOOMED) {
            stock.returns().doom(slot, generation);
        }
        if (isTooLong(unchanged) && slot.reportedGeneration != generation) {
            slot.reportedGeneration = generation;
            report(bucket, slot.taken(generation), unchanged);
        }
        if (unchanged >= YOUTH_NANOS && engine.isLookingForDropped()) {
            stock.returns().bench(slot, generation);
        }
    }

    private boolean isTooLong(long nanos) {
        return settings.leakNanos() > 0 && nanos >= settings.leakNanos();
    }

    private boolean isIdle(long nanos) {
        return settings.idleNanos() > 0 && nanos >= settings.idleNanos();
    }

    private boolean isStale(long nanos) {
        return settings.validateNanos() > 0 && nanos >= settings.validateNanos();
    }

    private void report(Bucket<K, C> bucket, @Nullable Throwable stack, long nanos) {
        guard.later(errands -> System.getLogger("dev.heddle.pool")
                .log(
                        Level.WARNING,
                        "pool '" + settings.name() + "': a connection of "
                                + engine.refusals().name(bucket) + " is leased for "
                                + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms",
                        stack));
    }

    /** Tries keys that failed again whose time has come; answers how long there is to the next. */
    private long probe(long now) {
        guard.enter();
        try {
            long wait = Long.MAX_VALUE;
            for (Bucket<K, C> bucket : Set.copyOf(probes)) {
                if (bucket.notBefore - now <= 0) {
                    probes.remove(bucket);
                    stock.grow(bucket, now);
                } else {
                    wait = Math.min(wait, bucket.notBefore - now);
                }
            }
            due = wait == Long.MAX_VALUE ? wait : now + wait;
            return wait;
        } finally {
            guard.leave();
        }
    }
}
