/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.internal;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Lets the other modules of Heddle lease a connection without a handle, as an object of their own.
 *
 * <p>The class of pools registers itself here when it is initialised.
 */
public abstract class PoolAccess {
    private static final Registered<PoolAccess> ACCESS = new Registered<>();

    /** For the class of pools. */
    protected PoolAccess() {}

    /**
     * What a lease is for its owner.
     *
     * @param <C> the type of the connections
     * @param <L> the type of the leases
     */
    @FunctionalInterface
    public interface Opening<C, L> {
        /**
         * Makes a lease. It is for the owner to give the share back.
         *
         * @param cell the cell of the connection, of whose new generation the caller has the only share
         * @param first the share, as {@link Leasable#first} writes it
         * @return the lease
         */
        L open(Leasable<C> cell, long first);
    }

    /**
     * The access, once.
     *
     * @param lookup a lookup that sees {@code type}
     * @param type the class of pools
     * @return the access to it
     */
    public static PoolAccess of(MethodHandles.Lookup lookup, Class<?> type) {
        return ACCESS.get(lookup, type);
    }

    /**
     * Registers the access.
     *
     * @param registered the access
     */
    public static void register(PoolAccess registered) {
        ACCESS.register(registered);
    }

    /**
     * Leases the connection that this thread has had last, if it is free. Everything else is left to {@link #acquire}.
     *
     * @param pool the pool, of the type given to {@link #of}
     * @param key what to be connected to
     * @param opening what makes the lease
     * @param <C> the type of the connections
     * @param <L> the type of the leases
     * @return the lease; null when {@link #acquire} must be called
     */
    public abstract <C, L> @Nullable L claim(AutoCloseable pool, Object key, Opening<C, L> opening);

    /**
     * Acquires a connection, as {@code acquire} of the pool does.
     *
     * @param pool the pool
     * @param key what to be connected to
     * @param nanos the longest wait; as long as the pool allows when negative
     * @param opening what makes the lease
     * @param <C> the type of the connections
     * @param <L> the type of the leases
     * @return the lease
     * @throws InterruptedException when interrupted while waiting
     */
    public abstract <C, L> L acquire(AutoCloseable pool, Object key, long nanos, Opening<C, L> opening)
            throws InterruptedException;

    /**
     * Lets a connection be closed once its lease is over, as {@code discard} of the pool does.
     *
     * @param pool the pool
     * @param cell the cell of a connection of this pool
     * @param generation the generation of the lease
     */
    public abstract void discard(AutoCloseable pool, Leasable<?> cell, int generation);
}
