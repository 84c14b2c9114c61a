/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * An object of the driver, usable for as long as the connection that it came from is open.
 *
 * <p>The methods of its interface are in a generated subclass. Each enters the connection, calls the driver, wraps what
 * comes back, and leaves. Whatever can reach the database is wrapped, large objects and metadata too: else a user who
 * kept one would still have a way to the backend when it belongs to the next.
 *
 * @param <D> the interface of the driver's object
 */
abstract class Leased<D> {
    /** The connection that it came from, or is. */
    abstract PooledConnection connection();

    /** The driver's object. */
    abstract D delegate();

    public final <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        connection().enter(); // a closed connection has no delegate
        try {
            if (type.isInstance(delegate())) {
                return type.cast(delegate());
            }
            if (delegate() instanceof java.sql.Wrapper wrapper) {
                return wrapper.unwrap(type);
            }
        } finally {
            connection().leave();
        }
        throw new SQLException("type: " + type.getName() + " (expected: what the driver's object is or wraps)");
    }

    public final boolean isWrapperFor(Class<?> type) throws SQLException {
        if (type.isInstance(this)) {
            return true;
        }
        connection().enter();
        try {
            return type.isInstance(delegate())
                    || (delegate() instanceof java.sql.Wrapper wrapper && wrapper.isWrapperFor(type));
        } finally {
            connection().leave();
        }
    }

    /** The statement that results of this object belong to; null where the driver keeps that to itself. */
    @Nullable
    Statement owner() {
        return this instanceof Statement statement ? statement : null;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + connection().describe() + "]";
    }

    final @Nullable Statement wrap(@Nullable Statement statement) {
        return statement == null
                ? null
                : new LeasedStatement<>(connection(), statement, connection().opened(statement));
    }

    final @Nullable PreparedStatement wrap(@Nullable PreparedStatement statement) {
        return statement == null
                ? null
                : new LeasedPreparedStatement<>(
                        connection(), statement, connection().opened(statement));
    }

    final @Nullable CallableStatement wrap(@Nullable CallableStatement statement) {
        return statement == null
                ? null
                : new LeasedCallableStatement(
                        connection(), statement, connection().opened(statement));
    }

    /** Results of a statement are closed by the driver, with the statement; others have to be remembered. */
    final @Nullable ResultSet wrap(@Nullable ResultSet rows) {
        if (rows == null) {
            return null;
        }
        Statement owner = owner();
        return new LeasedResultSet(
                connection(), rows, owner == null ? connection().opened(rows) : null, owner);
    }

    final @Nullable DatabaseMetaData wrap(@Nullable DatabaseMetaData data) {
        return data == null ? null : new LeasedDatabaseMetaData(connection(), data);
    }

    final @Nullable ResultSetMetaData wrap(@Nullable ResultSetMetaData data) {
        return data == null ? null : new LeasedResultSetMetaData(connection(), data);
    }

    final @Nullable ParameterMetaData wrap(@Nullable ParameterMetaData data) {
        return data == null ? null : new LeasedParameterMetaData(connection(), data);
    }

    final @Nullable Array wrap(@Nullable Array array) {
        return array == null ? null : new LeasedArray(connection(), array);
    }

    final @Nullable Blob wrap(@Nullable Blob blob) {
        return blob == null ? null : new LeasedBlob(connection(), blob);
    }

    final @Nullable Clob wrap(@Nullable Clob clob) {
        return clob instanceof NClob national
                ? wrap(national)
                : clob == null ? null : new LeasedClob<>(connection(), clob);
    }

    final @Nullable NClob wrap(@Nullable NClob clob) {
        return clob == null ? null : new LeasedNClob(connection(), clob);
    }

    final @Nullable Ref wrap(@Nullable Ref ref) {
        return ref == null ? null : new LeasedRef(connection(), ref);
    }

    final @Nullable SQLXML wrap(@Nullable SQLXML xml) {
        return xml == null ? null : new LeasedSQLXML(connection(), xml);
    }

    /** Wraps a column's value, where it is one of those that need it. */
    final @Nullable Object wrap(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Number number -> number;
            case ResultSet rows -> wrap(rows);
            case Array array -> wrap(array);
            case Blob blob -> wrap(blob);
            case Clob clob -> wrap(clob);
            case Ref ref -> wrap(ref);
            case SQLXML xml -> wrap(xml);
            default -> value;
        };
    }

    /** Wraps a column's value as far as the type that was asked for allows it: a driver's own class is let through. */
    @SuppressWarnings("unchecked") // looked at
    final <T> @Nullable T wrap(@Nullable T value, Class<T> type) {
        Object wrapped = wrap((Object) value);
        return type.isInstance(wrapped) ? (T) wrapped : value;
    }

    /** What the driver knows: the object behind a wrapper, anything else as it is. */
    @SuppressWarnings("unchecked") // the delegate has the interface of its wrapper
    static <T> @Nullable T raw(@Nullable T value) {
        return value instanceof Leased<?> leased ? (T) leased.delegate() : value;
    }

    static Object @Nullable [] raw(Object @Nullable [] values) {
        if (values == null) {
            return null;
        }
        Object[] raw = values.clone();
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] instanceof Leased<?> leased) {
                raw[i] = leased.delegate();
            }
        }
        return raw;
    }
}
