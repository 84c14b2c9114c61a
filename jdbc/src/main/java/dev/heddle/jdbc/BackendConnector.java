/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import dev.heddle.pool.Connector;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens, checks, resets and closes the backends of tenants, for the pool. */
final class BackendConnector implements Connector<Tenant, Backend> {
    private final PooledDataSource source;
    private final @Nullable Driver driver;
    private final ConnectionPreparation preparation;
    private final Duration resetLimit;

    BackendConnector(
            PooledDataSource source, @Nullable Driver driver, ConnectionPreparation preparation, Duration resetLimit) {
        this.source = source;
        this.driver = driver;
        this.preparation = preparation;
        this.resetLimit = resetLimit;
    }

    @Override
    public Backend open(Tenant tenant) throws SQLException {
        try {
            Driver chosen = driver == null ? DriverManager.getDriver(tenant.url()) : driver;
            Connection connection = chosen.connect(tenant.url(), tenant.properties());
            if (connection == null) {
                throw new SQLException("driver " + chosen.getClass().getName() + " does not take " + tenant, "08001");
            }
            return prepared(tenant, connection);
        } catch (SQLException e) {
            throw tenant.secrets().masked(e);
        } catch (RuntimeException e) {
            throw tenant.secrets().masked(new SQLException("driver failed to connect to " + tenant, "08001", e));
        }
    }

    @Override
    public boolean isFinal(Exception failure) {
        return failure instanceof SQLException e && Health.isFinal(e);
    }

    private Backend prepared(Tenant tenant, Connection connection) throws SQLException {
        boolean done = false;
        try {
            preparation.prepare(connection);
            Backend backend = new Backend(source, tenant, connection);
            done = true;
            return backend;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    @Override
    public void close(Backend backend) throws SQLException {
        backend.connection.close();
    }

    @Override
    public boolean isValid(Backend backend, Duration timeout) throws SQLException {
        return backend.isValid(timeout);
    }

    @Override
    public boolean needsReset(Backend backend) {
        return !backend.isAsNew();
    }

    @Override
    public void reset(Backend backend) throws SQLException {
        backend.reset(resetLimit);
    }
}
