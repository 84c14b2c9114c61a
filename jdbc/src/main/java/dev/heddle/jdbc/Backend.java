/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A physical connection: what the pool keeps, and one user after the other gets.
 *
 * <p>It also keeps what has to be known when the user is gone, so that the pool can clean up after one who dropped the
 * connection without closing it.
 */
final class Backend {
    /*
     * field       read      write     who writes
     * ----------  --------  --------  -----------------------------------------------------------------
     * autoCommit  volatile  volatile  the user's setAutoCommit, after the driver has done it; reset
     * used        plain     plain     true by any user's thread as it leaves a call; false before a
     *                                 commit or rollback is sent, and by reset
     * health      volatile  volatile  to something worse, by threads that got an exception; reset
     * limitable   plain     plain     reset, once
     * closer      volatile  volatile  the close that has sealed the lease: itself before it looks for calls, null after
     *
     * Reset, and the question before it whether it is needed, run when no call is under way: the winner of the
     * close has seen the count of running calls at zero, with an acquire that pairs with the decrement of each
     * thread that left. That carries the plain writes of used, and what was put into open and session, and the
     * pool's hand-over carries reset's to the next user.
     *
     * used is set after a call and cleared before a commit is sent. Where an execute and a commit race,
     * it therefore stays true whenever the execute came last at the server. The other order of either
     * would forget work that nobody has committed, and the next user would.
     *
     * Two threads may write health at once and the better of the two values may stay; both are worse than
     * sound, and then the connection is asked. A broken one answers that it is.
     */
    final PooledDataSource source;
    final Tenant tenant;
    final Connection connection;
    final Session session = new Session();
    final OpenWork open = new OpenWork();

    private volatile boolean autoCommit;
    private volatile Health health = Health.SOUND;
    private final boolean originalAutoCommit;
    private boolean used;
    private boolean limitable = true;
    private volatile @Nullable Thread closer;

    Backend(PooledDataSource source, Tenant tenant, Connection connection) throws SQLException {
        this.source = source;
        this.tenant = tenant;
        this.connection = connection;
        this.originalAutoCommit = connection.getAutoCommit();
        this.autoCommit = originalAutoCommit;
    }

    /** Who waits for the last call of the lease to end. */
    @Nullable
    Thread closer() {
        return closer;
    }

    void closer(@Nullable Thread closer) {
        this.closer = closer;
    }

    void setUsed() {
        used = true;
    }

    void setAutoCommit(boolean value) throws SQLException {
        session.change(connection, Setting.AUTO_COMMIT, value);
        autoCommit = value;
    }

    void commit() throws SQLException {
        used = false;
        connection.commit();
    }

    void rollback() throws SQLException {
        used = false;
        connection.rollback();
    }

    /** Takes note of an exception that the driver threw. */
    void failed(Throwable failure) {
        Health seen = Health.of(failure);
        if (seen.compareTo(health) > 0) {
            health = seen;
        }
    }

    /** Keeps the connection from being used again. */
    void spoil() {
        health = Health.BROKEN;
    }

    boolean isBroken() {
        return health == Health.BROKEN;
    }

    /** Stops the statements that are running. */
    void cancel() {
        for (AutoCloseable resource : open.list()) {
            if (resource instanceof Statement statement) {
                try {
                    statement.cancel();
                } catch (SQLException | RuntimeException e) {
                    spoil(); // nobody is waiting for it, and the connection is dropped anyway
                }
            }
        }
    }

    /** Whether reset would change nothing. */
    boolean isAsNew() {
        return !used && health == Health.SOUND && open.isEmpty() && session.isUnchanged();
    }

    /**
     * Makes the connection as new: nothing open, nothing uncommitted, every setting as it was.
     *
     * @param limit how long the database may take for a step of it
     * @throws SQLException when that is not possible; the connection must not be used again
     */
    void reset(Duration limit) throws SQLException {
        closeWork();
        refuseBroken();
        if (used && !autoCommit) {
            limit(limit);
            connection.rollback();
        }
        boolean transactional = session.restore(connection);
        if (autoCommit != originalAutoCommit) {
            autoCommit = originalAutoCommit;
        }
        if (transactional && !autoCommit) {
            connection.commit(); // a setting that is changed inside a transaction may be undone with it
        }
        if (used) {
            connection.clearWarnings();
            used = false;
        }
        if (health != Health.SOUND && !connection.isValid(seconds(limit))) {
            spoil();
        }
        refuseBroken();
        if (health != Health.SOUND) {
            health = Health.SOUND;
        }
    }

    boolean isValid(Duration timeout) throws SQLException {
        return !isBroken() && connection.isValid(seconds(timeout));
    }

    /** Has the driver give up on a database that does not answer. The change is one of those that are put back. */
    private void limit(Duration limit) {
        if (!limitable) {
            return;
        }
        try {
            session.change(connection, Setting.NETWORK_TIMEOUT, (int) Math.min(limit.toMillis(), Integer.MAX_VALUE));
        } catch (SQLException | RuntimeException e) {
            limitable = false; // not every driver can
        }
    }

    private void closeWork() {
        for (AutoCloseable resource : open.takeAll()) {
            try {
                resource.close();
            } catch (Exception e) {
                failed(e);
            }
        }
    }

    private void refuseBroken() throws SQLException {
        if (isBroken()) {
            throw new SQLException("connection is broken", "08006");
        }
    }

    /** JDBC counts in whole seconds, and takes none for no limit. */
    private static int seconds(Duration limit) {
        return Math.clamp(limit.plusMillis(999).toSeconds(), 1, Integer.MAX_VALUE);
    }
}
