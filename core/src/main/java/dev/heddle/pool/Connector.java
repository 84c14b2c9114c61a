/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.time.Duration;

/**
 * How the connections of a pool are opened, checked, put in order and closed.
 *
 * <p>{@link #needsReset} and {@link #reset} run on the thread that closes a lease, all other methods on threads of the
 * pool, never on that of a caller who waits: they may block. Only where a connector {@linkplain #isPrompt is prompt} do
 * they run on threads of callers. Several run at once, also for one key.
 *
 * @param <K> the type of the keys
 * @param <C> the type of the connections
 * @implSpec Promises: none, because users implement it
 */
public interface Connector<K, C> {

    /**
     * Says whether {@link #open}, {@link #close} and {@link #isValid} never wait: for another process or a disk, for
     * another thread, for a lock that is held for long. What is opened then lives in this process, and is there at
     * once.
     *
     * <p>A pool asks this once, when it is built. It then calls these methods, and {@link #isFinal}, on the thread of
     * whoever uses the pool, and a key without a connection costs no wake-up: the pool has no thread but a virtual one,
     * which comes by a few times a second and calls them, too. The thread need not have asked for the key in question:
     * who closes a lease may open the connection that another waits for. So none of these methods may take a lock under
     * which somebody calls the pool, or rely on what belongs to a thread. An interrupt of the caller is left as it is.
     *
     * <p>The pool keeps nobody's deadline against a connector that answers true and waits all the same: callers are
     * held up for as long as it waits, beyond their time-outs, and so is {@link ConnectionPool#close(Duration)}.
     *
     * @return false by default: threads of the pool are kept for what may wait
     */
    default boolean isPrompt() {
        return false;
    }

    /**
     * Opens a connection.
     *
     * @param key what to connect to
     * @return a connection that nobody else has
     * @throws Exception when it cannot be opened; unless the failure {@linkplain #isFinal is final} it is tried again
     *     as long as somebody waits, and is the cause of the {@link AcquireTimeoutException} of those whose time runs
     *     out. It is shown as it is: where a key holds a secret, its text must not
     */
    C open(K key) throws Exception;

    /**
     * Says whether opening a connection would fail again in the same way until somebody puts something right: a
     * password that is refused, for instance, in contrast to a server that is down. While the last failure was final
     * and the key has no connection, who waits for one gets an {@link OpenFailedException} with it at once, and so does
     * who comes within a pause. After the pause the next who comes has it tried again, by one opening at a time; the
     * pause begins at a tenth of a second and doubles with each final failure up to seven seconds, so that a server
     * which counts failures is not made to lock an account.
     *
     * @param failure what {@link #open} threw
     * @return whether it is useless to wait; false by default, and also when this throws
     */
    default boolean isFinal(Exception failure) {
        return false;
    }

    /**
     * Closes a connection for good. It counts against the limits until this returns.
     *
     * @param connection the connection
     * @throws Exception when that fails; it is counted and logged, and the connection is forgotten
     */
    void close(C connection) throws Exception;

    /**
     * Says whether a connection that has not been used for a while still works.
     *
     * @param connection the connection
     * @param timeout how long it may take to find out
     * @return false when it does not: it is closed, and others of its key are checked before they are used again
     * @throws Exception as false
     */
    default boolean isValid(C connection, Duration timeout) throws Exception {
        return true;
    }

    /**
     * Puts a connection that comes back into the state of a new one. Of all closes of a lease one runs this, before
     * anyone else can have the connection.
     *
     * @param connection the connection
     * @throws Exception when that fails: the connection is closed
     */
    default void reset(C connection) throws Exception {}

    /**
     * Says whether {@link #reset} would change anything. If not, a lease goes back in one step.
     *
     * <p>It is asked of a connection whose last handle is being closed. When a handle is closed twice at once it may
     * also be asked, in vain, of one that somebody else has by then. So it must neither wait nor change anything.
     *
     * @param connection the connection
     * @return true by default, and also when this throws
     */
    default boolean needsReset(C connection) {
        return true;
    }
}
