/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The handles through which bodies reach their own fields in a memory mode of their choice. */
final class Handles {
    private Handles() {}

    static VarHandle field(MethodHandles.Lookup lookup, String name, Class<?> type) {
        try {
            return lookup.findVarHandle(lookup.lookupClass(), name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static VarHandle element(Class<?> array) {
        return MethodHandles.arrayElementVarHandle(array);
    }
}
