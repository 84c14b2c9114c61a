/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Whose a {@link SummaryRow} is. Other threads look here for a row of theirs, so nothing else is written near it. */
abstract class OwnedRow {
    /*
     * field         read            write           who writes
     * ------------  --------------  --------------  ------------------------------------------
     * owner         plain           release         the owner itself, under the lock of the table
     * thread, slot  under the lock  under the lock  the same
     *
     * A thread may read `owner` plainly because only one answer matters to it, its own id, and that one it has written
     * itself: ids are never used twice, and nobody takes a row from a live thread.
     */
    private static final VarHandle OWNER =
            fieldVarHandle(MethodHandles.lookup(), "owner", VarHandle.class, OwnedRow.class, long.class);

    /** No slot of the index holds the row. */
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

    /** Makes the calling thread the owner; what the dead owner has recorded stays. */
    final void setOwner(Thread newOwner, long id) {
        thread = new WeakReference<>(newOwner);
        OWNER.setRelease(this, id);
    }

    /**
     * Answers whether the owner may still record. A thread that is seen dead has made its last record visible to the
     * thread that sees it; one whose reference was cleared died before the collection that cleared it.
     */
    final boolean isOwnerAlive() {
        Thread owning = thread == null ? null : thread.get();
        return owning != null && owning.isAlive();
    }
}
