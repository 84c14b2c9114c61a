/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import dev.heddle.internal.Shared;
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
    private final Shared<T> shared;
    private final int generation;

    WeakHandle(Shared<T> shared, int generation) {
        this.shared = shared;
        this.generation = generation;
    }

    /**
     * Opens a handle, if any other is open since this weak handle was made.
     *
     * @return a handle that must be closed by itself, null when the last one has been closed
     */
    public @Nullable Handle<T> tryRetain() {
        return shared.retain(generation) ? Handle.open(shared, generation) : null;
    }

    @Override
    public String toString() {
        return shared.generation() == generation && shared.count() > 0 ? "WeakHandle[live]" : "WeakHandle[dead]";
    }
}
