/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import dev.heddle.internal.Watched;

/** The cell of a resource that has one life: it is held after the last close and never free again. */
final class Counted<T> extends Watched<T> {
    private final Closer<? super T> closer;

    Counted(T resource, Closer<? super T> closer) {
        super(1, resource);
        this.closer = closer;
    }

    @Override
    public void lastClosed(boolean held) throws Exception {
        T resource = held();
        if (resource != null) {
            held(null); // a weak handle would keep it in memory
            closer.close(resource);
        }
    }
}
