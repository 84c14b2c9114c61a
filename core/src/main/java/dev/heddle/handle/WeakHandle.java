/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import dev.heddle.internal.Leasable;
import dev.heddle.internal.Shared;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A way to a resource that does not keep it: no owner's share, but it becomes one while the resource has an owner.
 *
 * <p>It is for caches, listeners and back references. It needs no close, and keeps neither the resource nor its memory
 * once the last handle is closed.
 *
 * <p><b>Progress:</b> {@link #tryRetain} is lock-free.
 *
 * @param <T> the type of the resource
 * @implSpec Promises:
 *     <ul>
 *       <li>an upgrade never revives a resource
 *     </ul>
 */
public final class WeakHandle<T> {
    /** Held weakly: the cell of a lease is taken for dropped when no handle of the lease has it any more. */
    private final WeakReference<Shared<T>> shared;

    private final int generation;

    WeakHandle(Shared<T> shared, int generation) {
        this.shared = new WeakReference<>(shared);
        this.generation = generation;
    }

    /**
     * Opens a handle, if any other on the resource is open; on a connection of a pool, any of the same lease.
     *
     * @return a handle that must be closed by itself, null when no other is open
     */
    public @Nullable Handle<T> tryRetain() {
        Shared<T> kept = shared.get();
        return kept == null ? null : Handle.beside(kept, generation);
    }

    @Override
    public String toString() {
        Shared<T> kept = shared.get();
        boolean mine = !(kept instanceof Leasable<T> lease) || lease.generation() == generation;
        return mine && kept != null && kept.count() > 0 ? "WeakHandle[live]" : "WeakHandle[dead]";
    }
}
