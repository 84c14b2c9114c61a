/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Where the net keeps the handles that were opened lately by threads without a {@link Cradle}. */
final class Ring {
    /*
     * field       read   write      who writes
     * ----------  -----  ---------  --------------------------------------------------------------
     * YOUNG[i]    -      getAndSet  threads of the stripe (handle), the reaper (null)
     * CURSORS[i]  plain  plain      threads of the stripe, with a benign race
     *
     * There are 16 places for each stripe of threads: opening a handle exchanges it for the one that stands
     * there. The one that comes out is mostly closed, and forgotten. An open one is tracked.
     *
     * Nothing is lost: a handle leaves the ring through one exchange, whose winner either finds it
     * closed or tracks it. Two threads of one stripe may read one cursor value and use one place twice;
     * the second then pushes out the handle of the first, which is tracked early and costs time only.
     */
    private static final int PLACES = 16;
    private static final int SAMPLE = 4096;

    private static final int STRIPES =
            Integer.highestOneBit(Math.min(64, 4 * Runtime.getRuntime().availableProcessors()));

    private static final VarHandle YOUNG_PLACE = MethodHandles.arrayElementVarHandle(Handle[].class);

    private static final Handle<?>[] YOUNG = new Handle<?>[STRIPES * PLACES];
    private static final int[] CURSORS = new int[STRIPES * PLACES];

    private Ring() {}

    /** Keeps a handle that this thread has just opened. */
    static void add(Handle<?> handle) {
        add(handle, (int) Thread.currentThread().threadId() & (STRIPES - 1));
    }

    static void add(Handle<?> handle, int ofStripe) {
        int stripe = ofStripe * PLACES;
        int cursor = CURSORS[stripe]++;
        if (cursor % SAMPLE == 0 && LeakNet.level() == LeakLevel.SAMPLED) {
            handle.track(LeakNet.stack());
            return;
        }
        Handle<?> displaced = exchangeYoung(stripe + (cursor & (PLACES - 1)), handle);
        if (displaced != null) {
            displaced.track(null);
        }
    }

    /** Takes every handle out, and tracks the open ones; false when there was none at all. */
    static boolean sweep() {
        boolean any = false;
        for (int place = 0; place < YOUNG.length; place++) {
            Handle<?> young = exchangeYoung(place, null);
            if (young != null) {
                any = true;
                young.track(null);
            }
        }
        return any;
    }

    private static @Nullable Handle<?> exchangeYoung(int place, @Nullable Handle<?> handle) {
        return (Handle<?>) YOUNG_PLACE.getAndSet(YOUNG, place, handle);
    }
}
