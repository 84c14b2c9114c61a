/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import dev.heddle.internal.Padding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** The fields of a {@link Cell}, between its two paddings. */
abstract class CellState extends Padding {
    /*
     * field       read            write            who writes
     * ----------  --------------  ---------------  ---------------------------------------------------------------
     * value       plain, opaque   release, atomic  owned: the owner alone; shared: anyone, by one atomic addition
     * owner       plain           release, opaque  owned: the new owner itself, under the lock of the table; shared:
     *                                              the last user, a lost write makes another route a little later
     * thread      under the lock  under the lock   the new owner itself; weak, so that no cell keeps a thread
     * slot        under the lock  under the lock   whoever places the cell in the index of the table, or takes it out
     * countdown   plain           plain            shared: anyone; a lost write makes a promotion a little later
     * meetings    plain           plain            shared: anyone; a lost write makes another route a little later
     *
     * The owner reads its value plainly, since no other thread writes it, and stores it with release, which pairs with
     * the fence of a sum. A thread may read `owner` plainly because only one answer matters to it, its own id, and that
     * answer it has written itself: ids are never used twice, and nobody takes a cell from a live thread. On a shared
     * cell a wrong answer costs one look too many, or a later one.
     */
    private static final VarHandle VALUE =
            fieldVarHandle(MethodHandles.lookup(), "value", VarHandle.class, CellState.class, long.class);
    private static final VarHandle OWNER =
            fieldVarHandle(MethodHandles.lookup(), "owner", VarHandle.class, CellState.class, long.class);

    /** No slot of the index holds the cell. */
    static final int NOWHERE = -1;

    @SuppressWarnings("unused") // accessed through VALUE
    private volatile long value;

    @SuppressWarnings("unused") // accessed through OWNER
    private volatile long owner;

    private @Nullable WeakReference<Thread> thread;
    int slot = NOWHERE;
    int countdown;
    int meetings;

    /** Adds as the owner: no other thread may call this. */
    final void addOwned(long delta) {
        setValueRelease(valuePlain() + delta);
    }

    /** Adds as one of many, and answers whether another thread was seen to add here at the same time. */
    final boolean addShared(long id, long delta) {
        long sum = addAndGet(delta);
        return isWorthALook(sum) && isContended(id, sum);
    }

    /** Adds as one of many, and answers the sum. */
    final long addAndGet(long delta) {
        return (long) VALUE.getAndAdd(this, delta) + delta;
    }

    /** Takes the sum away as one of many. */
    final long take() {
        return (long) VALUE.getAndSet(this, 0L);
    }

    final long valueVolatile() {
        return (long) VALUE.getVolatile(this);
    }

    /** Picks one sum in 32, whatever the amounts: a read next to an atomic addition costs as much as that. */
    private static boolean isWorthALook(long sum) {
        return (sum * 0x9E3779B97F4A7C15L) >>> 59 == 0;
    }

    private boolean isContended(long id, long sum) {
        if (ownerPlain() == id) {
            return false;
        }
        setUserOpaque(id);
        return valueOpaque() != sum;
    }

    /** Makes a shared cell remember its last user; nothing else is published by this store. */
    private void setUserOpaque(long id) {
        OWNER.setOpaque(this, id);
    }

    /** Makes the calling thread the owner; what the dead owner has added stays. */
    final void setOwner(Thread newOwner, long id) {
        thread = new WeakReference<>(newOwner);
        setOwnerRelease(id);
    }

    /**
     * Answers whether the last owner may still add. A thread that is seen dead has made its last addition visible to
     * the thread that sees it; one whose reference was cleared died before the collection that cleared it.
     */
    final boolean isOwnerAlive() {
        Thread owning = thread == null ? null : thread.get();
        return owning != null && owning.isAlive();
    }

    final long valuePlain() {
        return (long) VALUE.get(this);
    }

    /** Reads the value in one piece; the caller's acquire fence orders it. */
    final long valueOpaque() {
        return (long) VALUE.getOpaque(this);
    }

    private void setValueRelease(long newValue) {
        VALUE.setRelease(this, newValue);
    }

    final long ownerPlain() {
        return (long) OWNER.get(this);
    }

    private void setOwnerRelease(long id) {
        OWNER.setRelease(this, id);
    }
}
