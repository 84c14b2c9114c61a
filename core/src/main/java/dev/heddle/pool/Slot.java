/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.handle.Handle;
import dev.heddle.internal.HandleAccess;
import dev.heddle.internal.Leasable;
import dev.heddle.internal.PoolAccess.Opening;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** One connection of a pool and the word that says who has it. */
final class Slot<K, C> extends Leasable<C> {
    /*
     * field             read      write     who writes
     * ----------------  --------  --------  -------------------------------------------------------
     * word, resource    see Leasable        claimers, owners, and the pool while HELD
     * fate              volatile  volatile  the pool, under its lock
     * benched           volatile  volatile  the pool, under its lock
     * taken             volatile  volatile  whoever has just claimed the slot
     * everything else   plain     plain     the pool, under its lock
     *
     * fate says what becomes of the connection when it comes back, benched that the pool does not hold the slot
     * any more. Both are written before the word is detained, so whoever's release finds the word detained sees
     * them. One whose release came first may see them too; that only sends it to the lock, where the truth is.
     */
    private static final HandleAccess HANDLES = HandleAccess.of(MethodHandles.lookup(), Handle.class);

    static final int GOOD = 0;
    static final int SUSPECT = 1;
    static final int DOOMED = 2;

    /** The stack that took a lease. */
    record Taken(int generation, Throwable stack) {}

    final Bucket<K, C> bucket;

    /** When its life is over, as a time of {@link System#nanoTime}; only looked at where lives are limited. */
    final long expires;

    /** The generation up to which leases are counted. */
    int countedGeneration;

    /** What the last round of the keeper saw, and since when it has seen that. */
    int sweptGeneration;

    boolean sweptLeased;
    long sweptSince;

    /** The generation of the last lease that was reported as held for long. */
    int reportedGeneration;

    /** Whether it must be validated before anyone gets it. */
    boolean stale;

    /** What the hand of eviction saw when it passed. */
    int passedGeneration;

    /** Where it stands among all slots. */
    int place = -1;

    private volatile byte fate = GOOD;
    private volatile @Nullable Benched<K, C> benched;
    private volatile @Nullable Taken taken;

    Slot(Bucket<K, C> bucket, C connection, long now, long expires) {
        super(HELD, connection);
        this.bucket = bucket;
        this.expires = expires;
        this.sweptSince = now;
        this.countedGeneration = generation();
    }

    @Override
    protected int rest() {
        return bucket.isCareful() || bucket.engine.needsReset(connection()) ? HELD : FREE;
    }

    @Override
    public int releaseSole(long first) {
        return release(first, rest());
    }

    @Override
    public int releaseUnused(long first) {
        return release(first, bucket.isCareful() ? HELD : FREE);
    }

    private int release(long first, int rest) {
        Bucket<K, C> bucket = this.bucket; // or it is read again after the step
        int left = releaseSole(first, rest);
        return left == LEFT_FREE && bucket.isCalm() ? DONE : left;
    }

    @Override
    public void lastClosed(boolean held) {
        bucket.engine.returned(this, held);
    }

    int fate() {
        return fate;
    }

    void fate(int fate) {
        this.fate = (byte) fate;
    }

    @Nullable
    Benched<K, C> benched() {
        return benched;
    }

    void benched(@Nullable Benched<K, C> benched) {
        this.benched = benched;
    }

    /** Whether the pool must see the slot when it comes back. */
    boolean isExpected() {
        return fate != GOOD || benched != null;
    }

    /** Takes the stack of this thread, the owner's, if the level of leaks wants that of this lease. */
    void takeStack(int generation) {
        Throwable stack = HANDLES.opened(generation);
        if (stack != null) {
            taken = new Taken(generation, stack);
        }
    }

    @Nullable
    Throwable taken(int generation) {
        Taken seen = taken;
        return seen != null && seen.generation() == generation ? seen.stack() : null;
    }

    int tryClaim() {
        return claim();
    }

    <L> @Nullable L tryLease(long bits, Opening<C, L> opening) {
        return claim(bits, opening);
    }

    boolean tryHold() {
        return hold();
    }

    boolean tryHold(int generation) {
        return hold(generation);
    }

    boolean tryDetain(int generation) {
        return detain(generation);
    }

    boolean tryRevoke() {
        boolean revoked = revoke();
        if (revoked) {
            countedGeneration++; // it ended the lease, and began none
        }
        return revoked;
    }

    /** Begins a lease of a slot that the caller holds. */
    void lease() {
        begin();
    }

    void setFree() {
        free();
    }

    /** The connection, for whoever holds the slot. */
    C connection() {
        C connection = held();
        if (connection == null) {
            throw new IllegalStateException("slot has no connection");
        }
        return connection;
    }

    /** How many leases began since they were counted last. */
    int newLeases() {
        return newLeases(generation());
    }

    /** Counts the leases that began since the last call. */
    int countLeases() {
        int now = generation();
        int leases = newLeases(now);
        countedGeneration = now;
        return leases;
    }

    private int newLeases(int now) {
        return Math.floorMod(now - countedGeneration, Integer.MAX_VALUE); // generations come round
    }
}
