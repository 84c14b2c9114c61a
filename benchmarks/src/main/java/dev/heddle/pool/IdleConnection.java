/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection to nowhere, all of whose methods are trivial. */
final class IdleConnection implements Connection {
    private volatile boolean autoCommit = true;
    private volatile boolean closed;

    @Override
    public @Nullable Statement createStatement() {
        return null;
    }

    @Override
    public @Nullable PreparedStatement prepareStatement(String p1) {
        return null;
    }

    @Override
    public @Nullable CallableStatement prepareCall(String p1) {
        return null;
    }

    @Override
    public @Nullable String nativeSQL(String p1) {
        return null;
    }

    @Override
    public void setAutoCommit(boolean p1) {
        autoCommit = p1;
    }

    @Override
    public boolean getAutoCommit() {
        return autoCommit;
    }

    @Override
    public void commit() {}

    @Override
    public void rollback() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public @Nullable DatabaseMetaData getMetaData() {
        return null;
    }

    @Override
    public void setReadOnly(boolean p1) {}

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void setCatalog(String p1) {}

    @Override
    public @Nullable String getCatalog() {
        return null;
    }

    @Override
    public void setTransactionIsolation(int p1) {}

    @Override
    public int getTransactionIsolation() {
        return TRANSACTION_READ_COMMITTED;
    }

    @Override
    public @Nullable SQLWarning getWarnings() {
        return null;
    }

    @Override
    public void clearWarnings() {}

    @Override
    public @Nullable Statement createStatement(int p1, int p2) {
        return null;
    }

    @Override
    public @Nullable PreparedStatement prepareStatement(String p1, int p2, int p3) {
        return null;
    }

    @Override
    public @Nullable CallableStatement prepareCall(String p1, int p2, int p3) {
        return null;
    }

    @Override
    public @Nullable Map<String, Class<?>> getTypeMap() {
        return null;
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> p1) {}

    @Override
    public void setHoldability(int p1) {}

    @Override
    public int getHoldability() {
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public @Nullable Savepoint setSavepoint() {
        return null;
    }

    @Override
    public @Nullable Savepoint setSavepoint(String p1) {
        return null;
    }

    @Override
    public void rollback(Savepoint p1) {}

    @Override
    public void releaseSavepoint(Savepoint p1) {}

    @Override
    public @Nullable Statement createStatement(int p1, int p2, int p3) {
        return null;
    }

    @Override
    public @Nullable PreparedStatement prepareStatement(String p1, int p2, int p3, int p4) {
        return null;
    }

    @Override
    public @Nullable CallableStatement prepareCall(String p1, int p2, int p3, int p4) {
        return null;
    }

    @Override
    public @Nullable PreparedStatement prepareStatement(String p1, int p2) {
        return null;
    }

    @Override
    public @Nullable PreparedStatement prepareStatement(String p1, int[] p2) {
        return null;
    }

    @Override
    public @Nullable PreparedStatement prepareStatement(String p1, String[] p2) {
        return null;
    }

    @Override
    public @Nullable Clob createClob() {
        return null;
    }

    @Override
    public @Nullable Blob createBlob() {
        return null;
    }

    @Override
    public @Nullable NClob createNClob() {
        return null;
    }

    @Override
    public @Nullable SQLXML createSQLXML() {
        return null;
    }

    @Override
    public boolean isValid(int p1) {
        return !closed;
    }

    @Override
    public void setClientInfo(String p1, String p2) {}

    @Override
    public void setClientInfo(Properties p1) {}

    @Override
    public @Nullable String getClientInfo(String p1) {
        return null;
    }

    @Override
    public Properties getClientInfo() {
        return new Properties();
    }

    @Override
    public @Nullable Array createArrayOf(String p1, Object[] p2) {
        return null;
    }

    @Override
    public @Nullable Struct createStruct(String p1, Object[] p2) {
        return null;
    }

    @Override
    public void setSchema(String p1) {}

    @Override
    public @Nullable String getSchema() {
        return null;
    }

    @Override
    public void abort(Executor p1) {
        closed = true;
    }

    @Override
    public void setNetworkTimeout(Executor p1, int p2) {}

    @Override
    public int getNetworkTimeout() {
        return 0;
    }

    @Override
    public <T> T unwrap(Class<T> p1) {
        return p1.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> p1) {
        return p1.isInstance(this);
    }
}
