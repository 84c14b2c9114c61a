/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** The access to a class of another package, which registers it here when it is initialised. */
final class Registered<A> {
    private volatile @Nullable A access;

    void register(A registered) {
        access = registered;
    }

    /** The access to a type that the lookup sees. */
    A get(MethodHandles.Lookup lookup, Class<?> type) {
        try {
            lookup.ensureInitialized(type);
        } catch (IllegalAccessException e) {
            throw new LinkageError(type + " is not accessible", e);
        }
        A registered = access;
        if (registered == null) {
            throw new LinkageError(type + " did not register");
        }
        return registered;
    }
}
