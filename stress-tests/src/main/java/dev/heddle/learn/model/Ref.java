/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.model;

import org.jspecify.annotations.Nullable;

/** A reference as the interpreter sees it; equal only to itself. */
final class Ref {
    /** The null of interpreted code. */
    static final Ref NULL = new Ref("null", null);

    private final String type;
    private final @Nullable Object real;

    /**
     * Makes a reference.
     *
     * @param type the internal name of its class
     * @param real the object behind it, null if interpreted code made it
     */
    Ref(String type, @Nullable Object real) {
        this.type = type;
        this.real = real;
    }

    String type() {
        return type;
    }

    @Nullable
    Object real() {
        return real;
    }

    @Override
    public String toString() {
        String simple = type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf('$')) + 1);
        return this == NULL ? "null" : simple;
    }
}
