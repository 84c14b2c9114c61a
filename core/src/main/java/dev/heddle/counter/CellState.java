/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The fields of a {@link Cell}, between its two paddings. */
abstract class CellState extends Owned {
    /*
     * field       read            write            who writes
     * ----------  --------------  ---------------  ---------------------------------------------------------------
     * value       plain, opaque,  release, atomic  owned: the owner alone; shared: anyone, by one atomic addition
     *             volatile
     * owner       plain           opaque           shared: its last user, anyone; a lost write, or a wrong answer,
     *                                              costs one look too many or makes another route a little later
     * countdown   plain           plain            shared: anyone; a lost write makes a promotion a little later
     * meetings    plain           plain            shared: anyone; a lost write makes another route a little later
     *
     * The owner reads its value plainly, since no other thread writes it, and stores it with release, which pairs with
     * the volatile read of a sum. A sum reads the field itself: without the handle there is no check of the class.
     */
    private static final VarHandle VALUE =
            fieldVarHandle(MethodHandles.lookup(), "value", VarHandle.class, CellState.class, long.class);

    @SuppressWarnings("unused") // written through VALUE
    private volatile long value;

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
        return value;
    }

    /** Picks one sum in 32, whatever the amounts: a read next to an atomic addition costs as much as that. */
    private static boolean isWorthALook(long sum) {
        return (sum * 0x9E3779B97F4A7C15L) >>> 59 == 0;
    }

    private boolean isContended(long id, long sum) {
        if (isOwnedBy(id)) {
            return false;
        }
        setOwnerOpaque(id);
        return valueOpaque() != sum;
    }

    final long valuePlain() {
        return (long) VALUE.get(this);
    }

    /** Reads the value in one piece; nothing is ordered by it. */
    final long valueOpaque() {
        return (long) VALUE.getOpaque(this);
    }

    private void setValueRelease(long newValue) {
        VALUE.setRelease(this, newValue);
    }
}
