/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Rows, which know the statement that they came from. */
abstract class LeasedRows extends LeasedWork<ResultSet> {
    private final @Nullable Statement owner;

    LeasedRows(PooledConnection connection, ResultSet delegate, @Nullable Opened opened, @Nullable Statement owner) {
        super(connection, delegate, opened);
        this.owner = owner;
    }

    /** The wrapper of the statement: the driver's own would lead to the driver's own connection. */
    public final @Nullable Statement getStatement() throws SQLException {
        if (owner != null) {
            connection().whileOpen();
            return owner;
        }
        connection().enter();
        try {
            return switch (delegate().getStatement()) {
                case null -> null;
                case CallableStatement callable -> new LeasedCallableStatement(connection(), callable, null);
                case PreparedStatement prepared -> new LeasedPreparedStatement<>(connection(), prepared, null);
                case Statement plain -> new LeasedStatement<>(connection(), plain, null);
            };
        } catch (SQLException e) {
            throw connection().failed(e);
        } finally {
            connection().leave();
        }
    }
}
