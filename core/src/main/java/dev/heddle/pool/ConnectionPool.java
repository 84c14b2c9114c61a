/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;

import dev.heddle.handle.Handle;
import dev.heddle.internal.HandleAccess;
import dev.heddle.internal.Leasable;
import dev.heddle.internal.Parking;
import dev.heddle.internal.PoolAccess;
import dev.heddle.internal.PoolAccess.Opening;
import dev.heddle.internal.Shared;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections by key, each leased to one owner at a time, kept open between leases.
 *
 * <p>A lease is a {@link Handle}: it is used through {@link Handle#get}, shared by {@link Handle#retain}, and goes back
 * when its last handle is closed. One pool serves many keys, such as the tenants of a server, under a limit for each
 * and one for all; when all are taken, an idle connection of another key makes room. Connections are opened, validated
 * and closed on threads of the pool, so that nobody waits beyond the deadline of the call, whatever the other side
 * does. Where the connector says that it {@linkplain Connector#isPrompt never waits}, callers do that themselves, and
 * need not be woken.
 *
 * <p>A connection that is there is taken by whoever comes, so that nothing lies idle while a sleeper wakes up; but who
 * has waited for too long gets the next one handed over, in order of arrival. Nobody is passed over for ever.
 *
 * <p>Keep the handle for as long as the connection is used. A lease that is dropped is found by the collector and its
 * connection is closed, see {@link dev.heddle.handle.Leaks}.
 *
 * <p><b>Progress:</b> {@link #acquire(Object)} and {@link Handle#close} are lock-free while a connection is free and
 * nobody waits; otherwise they take the lock of the pool for a moment, under which no user code runs.
 *
 * <p><b>Memory effects:</b> what an owner does before closing the lease happens-before what the next owner of the
 * connection does after acquiring it.
 *
 * <p><b>Interruption:</b> a call that waits ends with {@code InterruptedException}, and what it was about to get goes
 * to the next. One that need not wait does not look at the flag.
 *
 * @param <K> the type of the keys, with {@code equals} and {@code hashCode}
 * @param <C> the type of the connections
 * @implSpec Promises:
 *     <ul>
 *       <li>a connection has one owner at a time
 *       <li>a stale close does not take the connection from its next owner
 *       <li>two closes of one lease give the connection back once
 *       <li>the next owner sees what the last one did
 *       <li>there are never more connections than the limit
 *       <li>a connection that comes back wakes a waiter
 *       <li>a connection that comes back makes room for a key that has none
 *       <li>who has waited for too long is served before those who come
 *       <li>a waiter that gives up leaves the connection to the next
 *       <li>nobody waits in a closed pool
 *       <li>a close that waits ends with the last connection
 *       <li>a key that has failed is tried again when its pause is over
 *       <li>an opening is not lost on a helper that gives up
 *     </ul>
 */
public final class ConnectionPool<K, C> implements AutoCloseable {
    private static final HandleAccess HANDLES = HandleAccess.of(MethodHandles.lookup(), Handle.class);

    private static final Opening<?, ?> HANDLE = HANDLES::open;

    /** As {@link #HANDLE}, for a lease that has not gone the long way, where its stack would have been taken. */
    private static final Opening<?, ?> CLAIMED = ConnectionPool::claimed;

    /** The bits of all generations, in the upper half. */
    private static final long ALL = -1L << 32;

    static {
        PoolAccess.register(new Access());
    }

    private final Engine<K, C> engine;

    ConnectionPool(Settings<K, C> settings) {
        this.engine = new Engine<>(settings);
    }

    /**
     * Begins a pool.
     *
     * @param connector how its connections are opened and closed
     * @param <K> the type of the keys
     * @param <C> the type of the connections
     * @return a builder with the default settings
     */
    public static <K, C> Builder<K, C> builder(Connector<K, C> connector) {
        return new Builder<>(requireNonNull(connector, "connector"));
    }

    /**
     * Acquires a connection, waiting for as long as the pool's {@linkplain Builder#acquireTimeout time-out} allows.
     *
     * @param key what to be connected to
     * @return the lease, which must be closed
     * @throws InterruptedException when interrupted while waiting
     * @throws AcquireTimeoutException when the time is over
     * @throws OpenFailedException when no connection can be opened and waiting is {@linkplain Connector#isFinal
     *     useless}
     * @throws IllegalStateException when the pool is closed, also while waiting
     */
    public Handle<C> acquire(K key) throws InterruptedException {
        Handle<C> lease = engine.claim(key, ALL, claimed());
        return lease != null ? lease : engine.acquire(key, -1, handle());
    }

    /**
     * Acquires a connection.
     *
     * @param key what to be connected to
     * @param timeout the longest wait, none when zero
     * @return the lease, which must be closed
     * @throws InterruptedException when interrupted while waiting
     * @throws AcquireTimeoutException when the time is over
     * @throws OpenFailedException when no connection can be opened and waiting is {@linkplain Connector#isFinal
     *     useless}
     * @throws IllegalStateException when the pool is closed, also while waiting
     */
    public Handle<C> acquire(K key, Duration timeout) throws InterruptedException {
        long nanos = Times.nanos("timeout", timeout);
        Handle<C> lease = engine.claim(key, ALL, claimed());
        return lease != null ? lease : engine.acquire(key, nanos, handle());
    }

    /**
     * Acquires a connection if one is free at this moment and nobody has been waiting for it for too long. For a key
     * that has no connection, one is then opened in the background, or by this call where the connector
     * {@linkplain Connector#isPrompt is prompt}.
     *
     * @param key what to be connected to
     * @return the lease, which must be closed; null when there is none
     * @throws IllegalStateException when the pool is closed
     */
    public @Nullable Handle<C> tryAcquire(K key) {
        return engine.tryAcquire(key, handle());
    }

    /**
     * Lets a connection be closed instead of used again, once its lease is closed. Other connections of the key are
     * checked before they are used again. Does nothing when the lease is closed.
     *
     * @param lease a lease of this pool whose connection is broken
     * @throws IllegalArgumentException when the handle is open and not one of this pool
     */
    public void discard(Handle<C> lease) {
        Shared<?> cell = HANDLES.cell(requireNonNull(lease, "lease"));
        if (cell != null) {
            engine.discard(lease, cell, HANDLES.generation(lease));
        }
    }

    /**
     * Reads how the pool stands.
     *
     * @return the sums over all keys
     */
    public PoolStats stats() {
        return engine.stats();
    }

    /**
     * Reads how one key stands.
     *
     * @param key the key
     * @return its numbers, all zero for a key that is not in use
     */
    public PoolStats stats(K key) {
        return engine.stats(key);
    }

    /** Closes the pool without waiting: connections that are leased are closed under their owners. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Closes the pool. New calls are refused, and waiters end, at once; leases are waited for, and what has not come
     * back in time is closed under its owner. Connections are closed on threads of the pool; this call returns at most
     * a second after the time-out, even if some of them hang. Where the connector {@linkplain Connector#isPrompt is
     * prompt}, this call closes them.
     *
     * <p><b>Interruption:</b> ends the waiting as the time-out does, and the flag is set again.
     *
     * @param timeout how long to wait for leases
     * @return what was left, empty when everything came back
     */
    public Remains close(Duration timeout) {
        return engine.close(Times.nanos("timeout", timeout));
    }

    @Override
    public String toString() {
        return engine.toString();
    }

    @SuppressWarnings("unchecked") // a handle on a cell of a connection is a handle on a connection
    private static <C> Opening<C, Handle<C>> handle() {
        return (Opening<C, Handle<C>>) HANDLE;
    }

    @SuppressWarnings("unchecked") // as above
    private static <C> Opening<C, Handle<C>> claimed() {
        return (Opening<C, Handle<C>>) CLAIMED;
    }

    private static AutoCloseable claimed(Leasable<?> cell, long first) {
        if ((first & HANDLES.unsampled()) == 0) {
            ((Slot<?, ?>) cell).takeStack(Leasable.generation(first));
        }
        return HANDLES.open(cell, first);
    }

    private static final class Access extends PoolAccess {
        @Override
        public <C, L> @Nullable L claim(AutoCloseable pool, Object key, Opening<C, L> opening) {
            return Access.<C>engine(pool).claim(key, HANDLES.unsampled(), opening);
        }

        @Override
        public <C, L> L acquire(AutoCloseable pool, Object key, long nanos, Opening<C, L> opening)
                throws InterruptedException {
            return Access.<C>engine(pool).acquire(key, nanos, opening);
        }

        @Override
        public void discard(AutoCloseable pool, Leasable<?> cell, int generation) {
            engine(pool).discard(cell, cell, generation);
        }

        @SuppressWarnings("unchecked") // the caller has made the pool, and knows its types
        private static <C> Engine<Object, C> engine(AutoCloseable pool) {
            return ((ConnectionPool<Object, C>) pool).engine;
        }
    }

    /**
     * The settings of a pool.
     *
     * @param <K> the type of the keys
     * @param <C> the type of the connections
     */
    public static final class Builder<K, C> {
        private final Connector<K, C> connector;
        private String name = "pool";
        private int maxPerKey = 10;
        private int maxTotal = 100;
        private int minIdle;
        private long idleNanos = Duration.ofMinutes(10).toNanos();
        private long lifetimeNanos = Duration.ofMinutes(30).toNanos();
        private long acquireNanos = Duration.ofSeconds(30).toNanos();
        private long validateNanos = Duration.ofMillis(500).toNanos();
        private long leakNanos;
        private @Nullable Function<? super K, String> keyName;

        private Builder(Connector<K, C> connector) {
            this.connector = connector;
        }

        /**
         * Names the pool in messages, events and its threads.
         *
         * @param name the name, which should hold no secret
         * @return this builder
         */
        public Builder<K, C> name(String name) {
            this.name = requireNonNull(name, "name");
            return this;
        }

        /**
         * Limits the connections of each key.
         *
         * @param connections the most connections, at least 1; 10 by default
         * @return this builder
         */
        public Builder<K, C> maxPerKey(int connections) {
            this.maxPerKey = atLeast("maxPerKey", connections, 1);
            return this;
        }

        /**
         * Limits the connections of all keys.
         *
         * @param connections the most connections, at least 1; 100 by default
         * @return this builder
         */
        public Builder<K, C> maxTotal(int connections) {
            this.maxTotal = atLeast("maxTotal", connections, 1);
            return this;
        }

        /**
         * Keeps some connections open for each key, once it was used, even when they are idle.
         *
         * @param connections how many, 0 by default
         * @return this builder
         */
        public Builder<K, C> minIdle(int connections) {
            this.minIdle = atLeast("minIdle", connections, 0);
            return this;
        }

        /**
         * Closes connections that nobody has used for a while.
         *
         * @param time how long, zero for never; 10 minutes by default
         * @return this builder
         */
        public Builder<K, C> idleTime(Duration time) {
            this.idleNanos = Times.nanos("idleTime", time);
            return this;
        }

        /**
         * Closes connections that are old, a random part of up to an eighth earlier, so that they do not all end at
         * once. One that is leased then is closed when it comes back.
         *
         * @param time how long, zero for ever; 30 minutes by default
         * @return this builder
         */
        public Builder<K, C> maxLifetime(Duration time) {
            this.lifetimeNanos = Times.nanos("maxLifetime", time);
            return this;
        }

        /**
         * Sets how long {@link #acquire(Object)} waits.
         *
         * @param time how long; 30 seconds by default
         * @return this builder
         */
        public Builder<K, C> acquireTimeout(Duration time) {
            this.acquireNanos = Times.nanos("acquireTimeout", time);
            return this;
        }

        /**
         * Validates connections before they are used when nobody has used them for a while.
         *
         * @param time how long, zero for never; 500 ms by default
         * @return this builder
         */
        public Builder<K, C> validateAfter(Duration time) {
            this.validateNanos = Times.nanos("validateAfter", time);
            return this;
        }

        /**
         * Reports leases that are held for long, though their handle was not dropped: each once, to the log of
         * {@code dev.heddle.pool}, with the stack that took it where the level of {@link dev.heddle.handle.Leaks} keeps
         * it.
         *
         * @param time how long, zero for never, as by default
         * @return this builder
         */
        public Builder<K, C> leakAfter(Duration time) {
            this.leakNanos = Times.nanos("leakAfter", time);
            return this;
        }

        /**
         * Names keys in messages and events. Without it they are numbered, since a key may hold a password.
         *
         * @param keyName the printable form of a key, which should hold no secret
         * @return this builder
         */
        public Builder<K, C> keyName(Function<? super K, String> keyName) {
            this.keyName = requireNonNull(keyName, "keyName");
            return this;
        }

        /**
         * Builds the pool. It opens nothing until it is asked for a connection.
         *
         * @return a new pool, which must be closed
         * @throws IllegalArgumentException when {@code minIdle} is above {@code maxPerKey}
         */
        public ConnectionPool<K, C> build() {
            if (minIdle > maxPerKey) {
                throw new IllegalArgumentException(
                        "minIdle: " + minIdle + " (expected: at most maxPerKey, " + maxPerKey + ")");
            }
            return new ConnectionPool<>(new Settings<>(
                    connector,
                    name,
                    maxPerKey,
                    maxTotal,
                    minIdle,
                    idleNanos,
                    lifetimeNanos,
                    acquireNanos,
                    validateNanos,
                    leakNanos,
                    keyName,
                    new ReentrantLock(),
                    Parking.system(),
                    null));
        }

        private static int atLeast(String name, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: at least " + least + ")");
            }
            return value;
        }
    }
}
