/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Leasable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.ClientInfoStatus;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection as its user has it, from one {@code getConnection} to its {@code close}.
 *
 * <p>It counts the calls that are under way, its own and those of all statements, rows and other objects that came from
 * it. A close refuses new calls and waits for those; when they do not end in time it cancels them and gives the backend
 * up. Only then does the pool get it back. So nobody ever works on a backend that belongs to the next user.
 */
final class PooledConnection extends LeasedConnection {
    /*
     * field  read    write        who writes
     * -----  ------  -----------  ----------------------------------------------------------------------
     * lease  opaque  opaque null  the close that has given the lease back, when no call is under way any more
     *
     * All its state is in the word of the lease (Leasable). The connection has one share of it, and each call that
     * is under way has another; first says which lease of the backend this is.
     *
     *   a call    retains, and is refused where the lease is sealed or over; releases as it leaves
     *   a close   gives the lease back in one step where there never was a call; else it seals the lease, which
     *             one close can do, waits until its own share is the only one, and releases it
     *
     * The two ways of a close are parted by the flag that the first retain sets for good (SHARED). A count alone
     * would not do: a call could come and go while a close decides that there is nothing to reset.
     *
     * Once the lease is sealed and no other share is left, no call will reach the driver again. All these are
     * read-modify-writes of one word: what a call did to the connection happens-before its reset.
     *
     * The winner writes closer, of the backend, and then reads the word; a call that leaves changes the word and then reads
     * closer. All are volatile, so at least one of the two sees the other and no wake-up is lost. The call may read it when
     * the backend is somebody else's: a thread that is woken for nothing looks, and sleeps on.
     *
     * A closed connection lets go of the lease: the pool takes a backend for dropped when nobody has its lease any more, and
     * it may be somebody else's by then. Whoever still sees the lease here finds by the word that it is over.
     */
    private static final VarHandle LEASE =
            fieldVarHandle(MethodHandles.lookup(), "lease", VarHandle.class, PooledConnection.class, Leasable.class);

    private final long first;

    @SuppressWarnings("unused") // accessed through LEASE
    private @Nullable Leasable<Backend> lease;

    PooledConnection(Leasable<Backend> lease, long first) {
        this.first = first;
        this.lease = lease;
    }

    private int generation() {
        return Leasable.generation(first);
    }

    @SuppressWarnings("unchecked") // what the constructor was given
    private @Nullable Leasable<Backend> lease() {
        return (Leasable<Backend>) LEASE.getOpaque(this);
    }

    /** The lease, for a call that has begun and the close that waits for it. */
    private Leasable<Backend> held() {
        return requireNonNull(lease());
    }

    private Backend backend() {
        return requireNonNull(held().resource()); // a slot never changes its connection
    }

    @Override
    PooledConnection connection() {
        return this;
    }

    @Override
    Connection delegate() {
        return backend().connection;
    }

    /** Begins a call. */
    void enter() throws SQLException {
        if (!tryEnter()) {
            throw closed();
        }
    }

    /** Begins a call unless the connection is closed. */
    boolean tryEnter() {
        Leasable<Backend> lease = lease();
        return lease != null && lease.retain(generation());
    }

    /** Ends a call that leaves nothing to roll back. */
    void leave() {
        Backend backend = backend();
        held().release(generation()); // never the last share: that is the connection's own
        Thread waiting = backend.closer();
        if (waiting != null) {
            backend.source.parking().unpark(waiting);
        }
    }

    /** Ends a call that may have begun a transaction. */
    void leaveUsed() {
        backend().setUsed();
        leave();
    }

    /** Takes note of the driver's exception, and gives it without secrets. */
    SQLException failed(SQLException failure) {
        backend().failed(failure);
        return failure;
    }

    /** Keeps the backend from being used again after this user. */
    void spoil() {
        backend().spoil();
    }

    Opened opened(AutoCloseable resource) {
        return backend().open.add(resource);
    }

    void forget(Opened opened) {
        backend().open.remove(opened);
    }

    /** Whose it is, or that it is closed. */
    String describe() {
        Leasable<Backend> lease = lease();
        Backend backend = lease == null ? null : lease.resource();
        return backend == null ? "closed" : backend.tenant.toString();
    }

    /** This connection, unless it is closed. */
    Connection whileOpen() throws SQLException {
        if (isClosed()) {
            throw closed();
        }
        return this;
    }

    @Override
    public boolean isClosed() {
        Leasable<Backend> lease = lease();
        return lease == null || !lease.canRetain(generation());
    }

    /**
     * Gives the connection back. Does nothing when it is closed, or is being closed by another thread. Work that was
     * not committed is rolled back, and a connection on which that fails is replaced: its server forgets the work with
     * it.
     */
    @Override
    public void close() {
        Leasable<Backend> lease = lease();
        if (lease == null) {
            return;
        }
        int left = lease.releaseUnused(first);
        if (left == Leasable.NOT_LAST && lease.seal(generation())) {
            left = endCalls(lease);
        }
        if (left != Leasable.NOT_LAST) {
            LEASE.setOpaque(this, null);
            if (left != Leasable.DONE) {
                PooledDataSource.giveBack(lease, left == Leasable.LEFT_HELD);
            }
        }
    }

    /** Waits for the calls, once the lease is sealed, and releases the share of the connection. */
    private int endCalls(Leasable<Backend> lease) {
        if (!isIdle() && !awaitIdle(backend().source.closeTimeoutNanos())) {
            stopCalls();
            backend().source.discard(lease, generation());
        } else if (backend().isBroken()) {
            backend().source.discard(lease, generation());
        } else {
            return lease.release(generation());
        }
        return Leasable.NOT_LAST;
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        requireNonNull(executor, "executor");
        Leasable<Backend> lease = lease();
        if (lease == null || !lease.seal(generation())) {
            return;
        }
        backend().spoil();
        try {
            backend().connection.abort(executor);
        } finally {
            backend().source.discard(lease, generation());
        }
    }

    /** Cancels what runs. The backend is given up afterwards: a cancel that comes late would hit its next user. */
    private void stopCalls() {
        backend().spoil();
        Thread.ofVirtual().name("heddle-jdbc-cancel").start(backend()::cancel); // a cancel may itself hang
        if (!awaitIdle(backend().source.closeTimeoutNanos())) {
            try {
                backend()
                        .connection
                        .abort(command ->
                                Thread.ofVirtual().name("heddle-jdbc-abort").start(command));
            } catch (SQLException | RuntimeException e) {
                backend().failed(e); // the pool closes it as well
            }
        }
    }

    private boolean awaitIdle(long nanos) {
        Backend backend = backend();
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        backend.closer(Thread.currentThread()); // right before the look at the word
        while (!isIdle() && !interrupted) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            backend.source.parking().parkNanos(this, left);
            interrupted = Thread.interrupted();
        }
        backend.closer(null);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return isIdle();
    }

    private boolean isIdle() {
        return held().isSole(generation());
    }

    @Override
    public boolean isValid(int seconds) throws SQLException {
        if (seconds < 0) {
            throw new SQLException("seconds: " + seconds + " (expected: at least 0)");
        }
        if (!tryEnter()) {
            return false;
        }
        try {
            return backend().connection.isValid(seconds);
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            leaveUsed();
        }
    }

    @Override
    public void commit() throws SQLException {
        enter();
        try {
            backend().commit();
        } catch (SQLException e) {
            backend().setUsed();
            throw failed(e);
        } finally {
            leave();
        }
    }

    @Override
    public void rollback() throws SQLException {
        enter();
        try {
            backend().rollback();
        } catch (SQLException e) {
            backend().setUsed();
            throw failed(e);
        } finally {
            leave();
        }
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        enter();
        try {
            backend().setAutoCommit(autoCommit);
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            leaveUsed();
        }
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        change(Setting.ISOLATION, level);
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        change(Setting.READ_ONLY, readOnly);
    }

    @Override
    public void setCatalog(@Nullable String catalog) throws SQLException {
        change(Setting.CATALOG, catalog);
    }

    @Override
    public void setSchema(@Nullable String schema) throws SQLException {
        change(Setting.SCHEMA, schema);
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        change(Setting.HOLDABILITY, holdability);
    }

    /** Counts as a change: the driver may answer with the map that it goes on using. */
    @Override
    public @Nullable Map<String, Class<?>> getTypeMap() throws SQLException {
        enter();
        try {
            backend().session.willChange(backend().connection, Setting.TYPE_MAP);
            return backend().connection.getTypeMap();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            leaveUsed();
        }
    }

    @Override
    public void setTypeMap(@Nullable Map<String, Class<?>> map) throws SQLException {
        change(Setting.TYPE_MAP, map);
    }

    @Override
    public void setNetworkTimeout(@Nullable Executor executor, int millis) throws SQLException {
        enter();
        try {
            backend().session.willChange(backend().connection, Setting.NETWORK_TIMEOUT);
            backend().connection.setNetworkTimeout(executor, millis);
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            leaveUsed();
        }
    }

    @Override
    public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
        changeClientInfo(() -> backend().connection.setClientInfo(name, value));
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        changeClientInfo(() -> backend().connection.setClientInfo(properties));
    }

    private void changeClientInfo(ClientInfoChange change) throws SQLClientInfoException {
        if (!tryEnter()) {
            throw clientInfo(closed());
        }
        try {
            backend().session.willChange(backend().connection, Setting.CLIENT_INFO);
            change.run();
        } catch (SQLException e) {
            throw clientInfo(failed(e));
        } finally {
            leaveUsed();
        }
    }

    private <V extends @Nullable Object> void change(Setting<V> setting, V value) throws SQLException {
        enter();
        try {
            backend().session.change(backend().connection, setting, value);
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            leaveUsed();
        }
    }

    private static SQLClientInfoException clientInfo(SQLException e) {
        return e instanceof SQLClientInfoException info
                ? info
                : new SQLClientInfoException(e.getMessage(), e.getSQLState(), Map.<String, ClientInfoStatus>of(), e);
    }

    private static SQLException closed() {
        return new SQLException("connection is closed", "08003");
    }

    /** A change of the client's properties. */
    private interface ClientInfoChange {
        void run() throws SQLClientInfoException;
    }
}
