/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Which slot a thread tries first: a table for all threads and keys, in place of a {@code ThreadLocal}. */
final class Hints<K, C> {
    /*
     * field      read     write    who writes
     * ---------  -------  -------  -----------------------------------------------------------------
     * places[i]  acquire  release  threads of the stripe, with a benign race; the keeper, to null
     *
     * The stripe of a thread is the end of its number. Two threads that share one, or write it at once, only try in vain:
     * the word of the slot decides who has it. The release pairs with the acquire so that who finds a slot here sees it
     * whole, as it does who finds it in its bucket.
     *
     * A slot that the pool has let go of, because its lease lasts, must not be held by a hint: the collector
     * could not find it dropped. Whoever claimed it may write the hint late, so the keeper looks each time it comes by.
     */
    private static final int STRIPES = 64;

    /** The hints of two stripes are a cache line apart: as a shift. */
    private static final int SPREAD = 4;

    private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Slot[].class);

    private final Slot<K, C>[] places = places();

    /** The number of this thread. */
    static int number() {
        return (int) Thread.currentThread().threadId();
    }

    /** Where the threads of a number's stripe have had a connection last, null for nowhere. */
    @SuppressWarnings("unchecked") // only slots of this pool are put there
    @Nullable
    Slot<K, C> get(int number) {
        return (Slot<K, C>) PLACE.getAcquire(places, (number & STRIPES - 1) << SPREAD);
    }

    void set(int number, Slot<K, C> slot) {
        PLACE.setRelease(places, (number & STRIPES - 1) << SPREAD, slot);
    }

    /** Forgets the slots that are not in the pool any more. Under the lock. */
    void sweep() {
        for (int at = 0; at < places.length; at += 1 << SPREAD) {
            Slot<?, ?> seen = (Slot<?, ?>) PLACE.getAcquire(places, at);
            if (seen != null && seen.place < 0) {
                PLACE.setRelease(places, at, (Slot<?, ?>) null);
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of slots of these types
    private static <K, C> Slot<K, C>[] places() {
        return new Slot[STRIPES << SPREAD];
    }
}
