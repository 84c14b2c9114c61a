/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A statement or the rows of one: closed by its user, or with the connection.
 *
 * @param <D> the interface of the driver's object
 */
abstract class LeasedWork<D extends AutoCloseable> extends LeasedPart<D> {
    private final @Nullable Opened opened;

    LeasedWork(PooledConnection connection, D delegate, @Nullable Opened opened) {
        super(connection, delegate);
        this.opened = opened;
    }

    /** Closes it. Does nothing when it is closed, or its connection is: it was closed with that. */
    public final void close() throws SQLException {
        if (!connection().tryEnter()) {
            return;
        }
        try {
            if (opened != null) {
                connection().forget(opened);
            }
            delegate().close();
        } catch (SQLException e) {
            throw connection().failed(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException("close failed", e);
        } finally {
            connection().leave();
        }
    }
}
