/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import dev.heddle.internal.Watched;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The leak net's record of one handle: what is left when the handle is gone. */
final class Tracked extends PhantomReference<Handle<?>> {
    /*
     * A record is in OPEN from its birth until its share is taken, which is the one moment of removal: by the close of
     * the handle, or by the net after the handle was collected. Whoever removes it has the share.
     */
    private static final Set<Tracked> OPEN = ConcurrentHashMap.newKeySet();

    private static final ReferenceQueue<Handle<?>> DROPPED = new ReferenceQueue<>();

    private final Watched<?> shared;
    private final int share;
    private final @Nullable Throwable opened;

    private Tracked(Handle<?> handle, Watched<?> shared, int share, @Nullable Throwable opened) {
        super(handle, DROPPED);
        this.shared = shared;
        this.share = share;
        this.opened = opened;
    }

    static Tracked of(Handle<?> handle, Watched<?> shared, int share, @Nullable Throwable opened) {
        Tracked tracked = new Tracked(handle, shared, share, opened);
        OPEN.add(tracked);
        return tracked;
    }

    /** Waits for a dropped handle, null when none turns up in time. */
    static @Nullable Tracked awaitDropped(long millis) throws InterruptedException {
        return (Tracked) DROPPED.remove(millis);
    }

    static boolean isNoneOpen() {
        return OPEN.isEmpty();
    }

    Watched<?> shared() {
        return shared;
    }

    int share() {
        return share;
    }

    @Nullable
    Throwable opened() {
        return opened;
    }

    /** Takes the share out of the record: true for one caller, false for every later one. */
    boolean take() {
        boolean mine = OPEN.remove(this);
        if (mine) {
            clear();
        }
        return mine;
    }
}
