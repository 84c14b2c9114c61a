/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One shared resource per key, made when it is first asked for and closed when nobody has it any more.
 *
 * <p>Whoever asks first makes the resource, on its own thread, without a lock; others who ask for the same key wait for
 * it, and those who ask for other keys do not notice. With an idle time a resource is kept for so long after its last
 * handle was closed.
 *
 * <p><b>Progress:</b> {@link #acquire} is lock-free when the resource is there, and waits for the one who makes it, or
 * closes its predecessor, when it is not.
 *
 * <p><b>Memory effects:</b> what the maker does happens-before {@link #acquire} returns, and what the owners do before
 * closing their handles happens-before what the closer does.
 *
 * <p><b>Cost:</b> a look into a map and an atomic instruction, beside those of a {@link Handle}.
 *
 * @param <K> the type of the keys, with {@code equals} and {@code hashCode}
 * @param <T> the type of the resources
 * @implSpec Promises:
 *     <ul>
 *       <li>a resource is made once, however many ask for it
 *       <li>a handle never shows a closed resource
 *       <li>a resource is closed once, after its last handle
 *       <li>a closed cache keeps nothing that is idle
 *       <li>a failed make is tried again by the next caller
 *     </ul>
 */
public final class HandleCache<K, T> implements AutoCloseable {
    /*
     * field     read      write              who writes
     * --------  --------  -----------------  ---------------------------------------------------------
     * closed    volatile  volatile           close, once
     * sweeping  volatile  CAS, volatile      makers false -> true, the sweeper true -> false
     * cells     a concurrent map; a cell enters it before its resource is made and leaves it after the
     *           resource is closed, so a key has never two
     *
     * A caller finds a cell in one of three states. Shares can be had (share): that decides it, in one CAS
     * on the word. It is being made: the caller joins the guest list and waits. It is held for closing: the
     * caller waits until it is gone, and begins again. Nothing of the user's runs inside the map.
     */
    private final ConcurrentHashMap<K, CacheCell<K, T>> cells = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final Maker<? super K, ? extends T> maker;
    private final Closer<? super T> closer;
    private final long idleNanos;
    private volatile boolean closed;

    private HandleCache(Maker<? super K, ? extends T> maker, Closer<? super T> closer, long idleNanos) {
        this.maker = maker;
        this.closer = closer;
        this.idleNanos = idleNanos;
    }

    /**
     * Makes a cache whose resources are closed with their last handle.
     *
     * @param maker how the resource of a key is made
     * @param closer what is done to it in the end
     * @param <K> the type of the keys
     * @param <T> the type of the resources
     * @return an empty cache
     */
    public static <K, T> HandleCache<K, T> of(Maker<? super K, ? extends T> maker, Closer<? super T> closer) {
        return of(maker, closer, Duration.ZERO);
    }

    /**
     * Makes a cache that keeps resources for a while after their last handle was closed.
     *
     * @param maker how the resource of a key is made
     * @param closer what is done to it in the end
     * @param idleTime how long a resource is kept that nobody has; it may be up to half as long again
     * @param <K> the type of the keys
     * @param <T> the type of the resources
     * @return an empty cache
     */
    public static <K, T> HandleCache<K, T> of(
            Maker<? super K, ? extends T> maker, Closer<? super T> closer, Duration idleTime) {
        requireNonNull(maker, "maker");
        requireNonNull(closer, "closer");
        if (requireNonNull(idleTime, "idleTime").isNegative()) {
            throw new IllegalArgumentException("idleTime: " + idleTime + " (expected: not negative)");
        }
        return new HandleCache<>(maker, closer, idleTime.toNanos());
    }

    /**
     * Acquires a handle on the resource of a key, which is made if there is none.
     *
     * <p><b>Interruption:</b> ends the waiting for another thread's make, which goes on.
     *
     * <p><b>Failure:</b> what the maker throws is the cause of a {@link HandleException} to all who waited for it; the
     * next call tries again. An {@code Error} is thrown to the caller that made, and wrapped for the others.
     *
     * @param key the key
     * @return a handle that must be closed
     * @throws InterruptedException when interrupted while waiting, or in the maker
     * @throws HandleException when the maker throws
     * @throws IllegalStateException when the cache is closed, or the maker or the closer of this key calls this for the
     *     same key
     */
    public Handle<T> acquire(K key) throws InterruptedException {
        Handle<T> there = tryAcquire(key); // mostly it is
        return there == null ? makeOrAwait(key) : there;
    }

    private Handle<T> makeOrAwait(K key) throws InterruptedException {
        for (; ; ) {
            CacheCell<K, T> cell = cells.get(key);
            if (closed) {
                throw new IllegalStateException("cache is closed");
            }
            if (cell == null) {
                CacheCell<K, T> fresh = new CacheCell<>(this, key);
                if (cells.putIfAbsent(key, fresh) == null) {
                    return make(fresh);
                }
            } else if (cell.isMine()) {
                throw new IllegalStateException("the maker or the closer of a key asks for the same key");
            } else if (cell.tryJoin()) {
                Handle<T> handle = awaitMade(cell);
                if (handle != null) {
                    return handle;
                }
            } else {
                cell.made.await(); // at any moment: the guest list is closed
                int share = cell.tryShare();
                if (share != CacheCell.NONE) {
                    return Handle.open(cell, share);
                }
                cell.gone.await();
            }
        }
    }

    /**
     * Acquires a handle on the resource of a key if it is there.
     *
     * @param key the key
     * @return a handle that must be closed, null when there is no resource or it is being made
     */
    public @Nullable Handle<T> tryAcquire(K key) {
        CacheCell<K, T> cell = cells.get(requireNonNull(key, "key"));
        if (cell == null || closed) {
            return null;
        }
        int share = cell.tryShare();
        return share == CacheCell.NONE ? null : Handle.open(cell, share);
    }

    /**
     * Counts the resources.
     *
     * @return how many there are at this moment, those included that are being made or closed
     */
    public int size() {
        return cells.size();
    }

    /**
     * Closes the cache: nothing more is made, and idle resources are closed at once. Those that are in use are closed
     * with their last handle.
     *
     * @throws HandleException when a closer throws; what further ones throw is suppressed on it
     */
    @Override
    public void close() {
        closed = true;
        HandleException failed = null;
        for (CacheCell<K, T> cell : cells.values()) {
            try {
                if (cell.tryHold()) {
                    cell.closeNow();
                }
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                if (failed == null) {
                    failed = new HandleException("the closer failed", e);
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public String toString() {
        return "HandleCache[size=" + cells.size() + (closed ? ", closed]" : "]");
    }

    private Handle<T> make(CacheCell<K, T> cell) throws InterruptedException {
        T resource;
        try {
            resource = requireNonNull(maker.make(cell.key), "the maker made null");
        } catch (Throwable e) {
            cells.remove(cell.key, cell); // before the others wake up: the next caller makes a cell of its own
            cell.fail(e);
            switch (e) {
                case InterruptedException interrupted -> throw interrupted;
                case Error error -> throw error;
                default -> throw new HandleException("the resource could not be made", e);
            }
        }
        cell.succeed(resource);
        Handle<T> handle = Handle.open(cell, CacheCell.COUNTED);
        if (idleNanos > 0) {
            sweepLater();
        }
        return handle;
    }

    /** Waits for the make and opens the handle that it keeps for this thread; null when the maker was interrupted. */
    private @Nullable Handle<T> awaitMade(CacheCell<K, T> cell) throws InterruptedException {
        try {
            cell.made.await();
        } catch (InterruptedException e) {
            cell.leave(e);
            throw e;
        }
        Throwable failure = cell.failure();
        if (failure instanceof InterruptedException) {
            return null; // meant for the maker's thread only
        }
        if (failure != null) {
            throw new HandleException("the resource could not be made", failure);
        }
        return Handle.open(cell, CacheCell.COUNTED);
    }

    /** Whether resources outlive their last handle. */
    boolean lingers() {
        return idleNanos > 0 && !closed;
    }

    void close(@Nullable T resource) throws Exception {
        if (resource != null) {
            closer.close(resource);
        }
    }

    void forget(CacheCell<K, T> cell) {
        cells.remove(cell.key, cell);
    }

    private void sweepLater() {
        if (!sweeping.get() && sweeping.compareAndSet(false, true)) {
            Thread.ofVirtual().name("heddle-cache").start(this::sweep);
        }
    }

    /** Closes what has been idle, and ends with the last cell. */
    private void sweep() {
        for (; ; ) {
            LockSupport.parkNanos(this, Math.max(1, idleNanos / 2));
            long now = System.nanoTime();
            cells.values().forEach(cell -> sweep(cell, now));
            if (cells.isEmpty()) {
                sweeping.set(false);
                // A maker puts its cell into the map before it looks at the flag: one of us sees the other.
                if (cells.isEmpty() || !sweeping.compareAndSet(false, true)) {
                    return;
                }
            }
        }
    }

    private void sweep(CacheCell<K, T> cell, long now) {
        int number = cell.lentLast();
        if (cell.count() != CacheCell.FREE || cell.seen != number) {
            cell.seen = number;
            cell.since = now;
        } else if (now - cell.since >= idleNanos && cell.tryHold(number)) {
            Thread.ofVirtual().name("heddle-cache").start(() -> {
                try {
                    cell.closeNow();
                } catch (Exception e) {
                    logger().log(Level.WARNING, "the closer failed", e);
                }
            });
        }
    }

    private static System.Logger logger() {
        return System.getLogger("dev.heddle.handle");
    }
}
