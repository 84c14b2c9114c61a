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

/** Whose a cell of a counter or a row of a summary is. */
abstract class Owned extends Padding {
    /*
     * field   read            write            who writes
     * ------  --------------  ---------------  ------------------------------------------------------------------
     * owner   plain           release, opaque  the new owner itself, under the lock of the table; on a cell that
     *                                          threads share its last user, see CellState
     * thread  under the lock  under the lock   the new owner itself; weak, so that nothing here keeps a thread
     * slot    under the lock  under the lock   whoever places this in the index of the table, or takes it out
     *
     * A thread may read `owner` plainly because only one answer matters to it, its own id, and that answer it has
     * written itself: ids are never used twice, and nobody takes a cell or a row from a live thread.
     */
    private static final VarHandle OWNER =
            fieldVarHandle(MethodHandles.lookup(), "owner", VarHandle.class, Owned.class, long.class);

    /** No slot of the index holds this. */
    static final int NOWHERE = -1;

    @SuppressWarnings("unused") // accessed through OWNER
    private volatile long owner;

    private @Nullable WeakReference<Thread> thread;
    int slot = NOWHERE;

    final boolean isOwnedBy(long id) {
        return ownerPlain() == id;
    }

    final long ownerPlain() {
        return (long) OWNER.get(this);
    }

    /** Notes a user who is no owner; nothing else is published by this store. */
    final void setOwnerOpaque(long id) {
        OWNER.setOpaque(this, id);
    }

    /** Makes the calling thread the owner; what the dead owner has added or recorded stays. */
    final void setOwner(Thread newOwner, long id) {
        thread = new WeakReference<>(newOwner);
        OWNER.setRelease(this, id);
    }

    /**
     * Answers whether the last owner may still write. A thread that is seen dead has made its last write visible to the
     * thread that sees it; one whose reference was cleared died before the collection that cleared it.
     */
    final boolean isOwnerAlive() {
        Thread owning = thread == null ? null : thread.get();
        return owning != null && owning.isAlive();
    }
}
