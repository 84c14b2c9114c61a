/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a connection that its user may change, and that the next user must find as it was.
 *
 * @param kind where it is kept
 * @param reader how it is read
 * @param writer how it is written
 * @param <V> the type of its value
 */
record Setting<V extends @Nullable Object>(Kind kind, Reader<V> reader, Writer<V> writer) {

    /** Drivers run the change of a network time-out at once and have nothing to execute. */
    private static final Executor NOW = Runnable::run;

    static final Setting<Boolean> AUTO_COMMIT =
            new Setting<>(Kind.LOCAL, Connection::getAutoCommit, Connection::setAutoCommit);
    static final Setting<Boolean> READ_ONLY =
            new Setting<>(Kind.TRANSACTIONAL, Connection::isReadOnly, Connection::setReadOnly);
    static final Setting<Integer> ISOLATION =
            new Setting<>(Kind.TRANSACTIONAL, Connection::getTransactionIsolation, Connection::setTransactionIsolation);
    static final Setting<@Nullable String> CATALOG =
            new Setting<@Nullable String>(Kind.TRANSACTIONAL, Connection::getCatalog, Connection::setCatalog);
    static final Setting<@Nullable String> SCHEMA =
            new Setting<@Nullable String>(Kind.TRANSACTIONAL, Connection::getSchema, Connection::setSchema);
    static final Setting<Integer> HOLDABILITY =
            new Setting<>(Kind.LOCAL, Connection::getHoldability, Connection::setHoldability);
    static final Setting<@Nullable Map<String, Class<?>>> TYPE_MAP =
            new Setting<@Nullable Map<String, Class<?>>>(Kind.LOCAL, Setting::copyOfTypeMap, Connection::setTypeMap);
    static final Setting<Integer> NETWORK_TIMEOUT = new Setting<>(
            Kind.LOCAL,
            Connection::getNetworkTimeout,
            (connection, millis) -> connection.setNetworkTimeout(NOW, millis));
    static final Setting<@Nullable Properties> CLIENT_INFO =
            new Setting<@Nullable Properties>(Kind.TRANSACTIONAL, Setting::copyOfClientInfo, Connection::setClientInfo);

    /**
     * In the order in which they are put back: auto-commit first, after which no transaction is open that the others
     * would be part of, or refused in.
     */
    static final List<Setting<?>> ALL = List.of(
            AUTO_COMMIT, READ_ONLY, ISOLATION, CATALOG, SCHEMA, HOLDABILITY, TYPE_MAP, NETWORK_TIMEOUT, CLIENT_INFO);

    /** Where a setting is kept. */
    enum Kind {
        /** In the driver. */
        LOCAL,
        /** In the session, which may undo a change with the transaction that it was made in. */
        TRANSACTIONAL
    }

    /** Reads a setting. */
    interface Reader<V extends @Nullable Object> {
        V read(Connection connection) throws SQLException;
    }

    /** Writes a setting. */
    interface Writer<V extends @Nullable Object> {
        void write(Connection connection, V value) throws SQLException;
    }

    /** A copy, since a driver may answer with the map that it goes on using. */
    private static @Nullable Map<String, Class<?>> copyOfTypeMap(Connection connection) throws SQLException {
        Map<String, Class<?>> map = connection.getTypeMap();
        return map == null ? null : new HashMap<>(map);
    }

    private static @Nullable Properties copyOfClientInfo(Connection connection) throws SQLException {
        Properties properties = connection.getClientInfo();
        if (properties == null) {
            return null;
        }
        Properties copy = new Properties();
        properties.stringPropertyNames().forEach(key -> copy.setProperty(key, properties.getProperty(key)));
        return copy;
    }
}
