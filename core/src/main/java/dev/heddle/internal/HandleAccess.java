/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Lets the other packages of Heddle open a handle on a cell of theirs, which no user can do.
 *
 * <p>The class of handles registers itself here when it is initialised.
 */
public abstract class HandleAccess {
    private static final Registered<HandleAccess> ACCESS = new Registered<>();

    /** For the class of handles. */
    protected HandleAccess() {}

    /**
     * The access, once.
     *
     * @param lookup a lookup that sees {@code type}
     * @param type the class of handles
     * @return the access to it
     */
    public static HandleAccess of(MethodHandles.Lookup lookup, Class<?> type) {
        return ACCESS.get(lookup, type);
    }

    /**
     * Registers the access.
     *
     * @param registered the access
     */
    public static void register(HandleAccess registered) {
        ACCESS.register(registered);
    }

    /**
     * Opens a handle for a share that the caller has.
     *
     * @param lease the cell
     * @param first the share, as {@link Leasable#first} writes it
     * @return the handle, of the type given to {@link #of}
     */
    public abstract AutoCloseable open(Leasable<?> lease, long first);

    /**
     * The cell that a handle has a share of.
     *
     * @param handle the handle
     * @return its cell, null when the handle is closed
     */
    public abstract @Nullable Shared<?> cell(AutoCloseable handle);

    /**
     * The generation of a handle's share.
     *
     * @param handle the handle
     * @return the generation
     */
    public abstract int generation(AutoCloseable handle);

    /**
     * Takes the stack of a share that is being opened, if the level wants it.
     *
     * @param ordinal a number that grows with the shares, by which samples are drawn
     * @return the stack, null when none is wanted
     */
    public abstract @Nullable Throwable opened(int ordinal);

    /**
     * Tells for which shares {@link #opened} answers null.
     *
     * @return the bits of which their numbers have one, in the upper half
     */
    public abstract long unsampled();

    /**
     * Says whether dropped handles are looked for at all.
     *
     * @return false at the level that does nothing
     */
    public abstract boolean isLookedFor();

    /**
     * Counts and reports a dropped handle.
     *
     * @param kind the kind of resource
     * @param opened the stack that opened it, null when it was not recorded
     */
    public abstract void report(String kind, @Nullable Throwable opened);
}
