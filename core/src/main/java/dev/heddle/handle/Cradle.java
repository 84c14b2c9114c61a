/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Where the net keeps the handles that one platform thread has opened lately. */
final class Cradle extends WeakReference<Thread> {
    /*
     * field      read            write          who writes
     * ---------  --------------  -------------  ---------------------------------------------------------
     * TABLE[i]   acquire         CAS            a thread whose number leads there, null or an orphan -> its own
     * places     acquire, plain  release        the owner, whose own reads are plain
     * places[i]  acquire, plain  release        the owner: null -> a handle that it has just opened
     *                            CAS            the reaper: that handle -> null
     * next, renewals  plain      plain          the owner
     *
     * An owner puts its handles into an array, one after the other, with a release write each. When the array
     * is full it tracks those that are still open, mostly none, and goes on with a new array. The array is
     * always young, and that is half of its purpose: the store of a young handle into an old array would
     * cost a fence in the write barrier of G1.
     *
     * No place is written twice by the owner, so the reaper's CAS of a place takes out what it saw there and
     * nothing else. It tracks what it took out. Where both come across one handle, both track it; track is
     * decided by a CAS in the handle. The release of a place pairs with the acquire of the reaper, which
     * reads the fields of the handle.
     *
     * An orphan, whose owner is not alive, is swept before it is replaced. That its owner has ended
     * happens-before isAlive says so, so the sweep sees all that it put there. A thread that finds its place
     * in the table taken by a living one uses the ring of the virtual threads.
     *
     * The owner is held weakly, since a cradle may stay in the table when its thread is gone.
     */
    private static final int PLACES = 64;

    /** One handle in so many arrays gets a stack: one in 4096 where a thread opens many. */
    private static final int SAMPLE = 4096 / PLACES;

    private static final VarHandle PLACES_FIELD =
            fieldVarHandle(MethodHandles.lookup(), "places", VarHandle.class, Cradle.class, Handle[].class);

    private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Handle[].class);
    private static final VarHandle TABLE_PLACE = MethodHandles.arrayElementVarHandle(Cradle[].class);

    private static final Cradle[] TABLE = new Cradle[256];

    @SuppressWarnings("unused") // accessed through PLACES_FIELD
    private volatile Handle<?>[] places;

    private int next;
    private int renewals;

    // The owner writes all the time: no field of another cradle lies on its cache line.
    @SuppressWarnings("unused")
    private long after1;

    @SuppressWarnings("unused")
    private long after2;

    @SuppressWarnings("unused")
    private long after3;

    @SuppressWarnings("unused")
    private long after4;

    @SuppressWarnings("unused")
    private long after5;

    @SuppressWarnings("unused")
    private long after6;

    @SuppressWarnings("unused")
    private long after7;

    private Cradle(Thread owner) {
        super(owner);
        this.places = new Handle<?>[PLACES];
        this.renewals = (int) owner.threadId(); // threads that open one handle each are not all sampled
        this.next = PLACES;
    }

    /** The cradle of this thread; null when it is a virtual one, or another thread has the place. */
    static @Nullable Cradle mine() {
        Thread me = Thread.currentThread();
        int at = (int) me.threadId() & (TABLE.length - 1);
        Cradle seen = tableAcquire(TABLE, at);
        return seen != null && seen.refersTo(me) ? seen : claim(TABLE, me, at, seen);
    }

    /** Takes a place of a table for a thread, if the one who was seen there is gone. */
    static @Nullable Cradle claim(Cradle[] table, Thread me, int at, @Nullable Cradle seen) {
        if (me.isVirtual() || (seen != null && !seen.isOrphan())) {
            return null;
        }
        if (seen != null) {
            seen.sweep();
        }
        Cradle fresh = new Cradle(me);
        return TABLE_PLACE.compareAndSet(table, at, seen, fresh) ? fresh : null;
    }

    /** Takes every handle out of every cradle, and tracks the open ones; false when there was none at all. */
    static boolean sweepAll() {
        return sweepAll(TABLE);
    }

    static boolean sweepAll(Cradle[] table) {
        boolean any = false;
        for (int at = 0; at < table.length; at++) {
            Cradle seen = tableAcquire(table, at);
            if (seen != null) {
                boolean orphan = seen.isOrphan();
                any |= seen.sweep();
                if (orphan) {
                    TABLE_PLACE.compareAndSet(table, at, seen, null);
                }
            }
        }
        return any;
    }

    /** Keeps a handle that this thread, the owner, has just opened. */
    void add(Handle<?> handle) {
        int at = next;
        if (at == PLACES) {
            renew();
            if (renewals % SAMPLE == 0 && LeakNet.level() == LeakLevel.SAMPLED) {
                handle.track(LeakNet.stack());
                return;
            }
            at = 0;
        }
        PLACE.setRelease(placesPlain(), at, handle);
        next = at + 1;
    }

    private void renew() {
        for (Handle<?> young : placesPlain()) {
            if (young != null) {
                young.track(null);
            }
        }
        PLACES_FIELD.setRelease(this, new Handle<?>[PLACES]);
        next = 0;
        renewals++;
    }

    private boolean sweep() {
        boolean any = false;
        Handle<?>[] seen = places;
        for (int at = 0; at < seen.length; at++) {
            Handle<?> young = (Handle<?>) PLACE.getAcquire(seen, at);
            if (young != null && PLACE.compareAndSet(seen, at, young, null)) {
                any = true;
                young.track(null);
            }
        }
        return any;
    }

    private boolean isOrphan() {
        Thread owner = get();
        return owner == null || !owner.isAlive();
    }

    private Handle<?>[] placesPlain() {
        return (Handle<?>[]) PLACES_FIELD.get(this);
    }

    private static @Nullable Cradle tableAcquire(Cradle[] table, int at) {
        return (Cradle) TABLE_PLACE.getAcquire(table, at);
    }
}
