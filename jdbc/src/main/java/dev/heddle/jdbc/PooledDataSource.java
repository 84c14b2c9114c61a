/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Leasable;
import dev.heddle.internal.Parking;
import dev.heddle.internal.PoolAccess;
import dev.heddle.pool.AcquireTimeoutException;
import dev.heddle.pool.ConnectionPool;
import dev.heddle.pool.OpenFailedException;
import dev.heddle.pool.PoolStats;
import dev.heddle.pool.Remains;
import java.io.PrintWriter;
import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Pooled connections to a database, for one tenant or for many under one limit.
 *
 * <p>{@link #getConnection()} connects the default tenant, {@link #getConnection(Tenant)} any other. All share one
 * pool: when it is full, an idle connection of one tenant makes room for another.
 *
 * <p>Whoever gets a connection finds it as new. On close, what is open on it is closed, what was not committed is
 * rolled back, and each setting that was changed through its methods is put back; one whose server is gone is replaced.
 * Settings that are changed by SQL are not known and stay. A connection may be closed by several threads, and while
 * others call: the first close wins, refuses new calls, and waits for running ones or cancels them before anybody else
 * gets the backend.
 *
 * <p><b>Progress:</b> that of {@link ConnectionPool}; closing a connection blocks while calls are running on it, and
 * while the database rolls back, both for as long as {@link Builder#closeTimeout} allows.
 *
 * <p><b>Memory effects:</b> what is done with a connection before its close happens-before what its next user does.
 *
 * <p><b>Cost:</b> a call on a connection, or on anything that came from it, costs two atomic instructions more than the
 * driver's.
 *
 * <p><b>Interruption:</b> {@code getConnection} ends with an {@code SQLException}, and the flag is set again.
 *
 * <p><b>Failure:</b> exceptions of the driver come as they are, but for those of an attempt to connect which tell a
 * password: these come without it.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>a connection closed twice is reset and given back once
 *       <li>no call runs on a backend that was given back
 *       <li>a close is woken by the last call that it waits for
 *       <li>work that nobody has committed is rolled back, whoever else commits
 *       <li>what a user leaves open is closed before the next user comes
 *       <li>what still runs on a connection that is given up is cancelled
 *       <li>settings are put back, whoever has changed them
 *     </ul>
 */
public final class PooledDataSource implements DataSource, AutoCloseable {
    private static final PoolAccess POOLS = PoolAccess.of(MethodHandles.lookup(), ConnectionPool.class);

    /** A connection does without a handle: its calls are shares of the cell. */
    private static final PoolAccess.Opening<Backend, PooledConnection> CONNECTION = PooledConnection::new;

    private final ConnectionPool<Tenant, Backend> pool;
    private final Tenant tenant;
    private final String name;
    private final long closeTimeoutNanos;
    private final Parking parking;

    /** The longest wait, negative for as long as the pool allows. */
    private volatile long loginTimeoutNanos = -1;

    private volatile @Nullable PrintWriter logWriter;

    private PooledDataSource(Builder builder) {
        this.tenant = builder.tenant;
        this.name = builder.name;
        this.closeTimeoutNanos = builder.closeTimeout.toNanos();
        this.parking = builder.parking;
        this.pool = builder.pool(this);
    }

    /**
     * A pool with the default settings.
     *
     * @param url the JDBC URL
     * @param user the user
     * @param password the password
     * @return a new pool, which must be closed
     */
    public static PooledDataSource of(String url, String user, String password) {
        return builder(Tenant.of(url, user, password)).build();
    }

    /**
     * Begins a pool.
     *
     * @param tenant the default tenant, to which {@link #getConnection()} connects
     * @return a builder with the default settings
     */
    public static Builder builder(Tenant tenant) {
        return new Builder(requireNonNull(tenant, "tenant"));
    }

    /**
     * Connects the default tenant.
     *
     * @return a connection that nobody else has, which must be closed
     * @throws SQLTransientConnectionException when none could be had in time, with the driver's last failure as cause
     * @throws SQLNonTransientConnectionException when this pool is closed, or when the server does not accept the user
     *     or has no such database, with the driver's failure as cause
     */
    @Override
    public Connection getConnection() throws SQLException {
        PooledConnection connection = POOLS.claim(pool, tenant, CONNECTION);
        return connection != null ? connection : acquire(tenant);
    }

    /**
     * Connects another user to the default tenant's database.
     *
     * @param user the user
     * @param password the password
     * @return a connection that nobody else has, which must be closed
     * @throws SQLException as {@link #getConnection()} does
     */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection(tenant.with("user", user).with("password", password));
    }

    /**
     * Connects a tenant.
     *
     * @param tenant the tenant
     * @return a connection that nobody else has, which must be closed
     * @throws SQLException as {@link #getConnection()} does
     */
    public Connection getConnection(Tenant tenant) throws SQLException {
        PooledConnection connection = POOLS.claim(pool, requireNonNull(tenant, "tenant"), CONNECTION);
        return connection != null ? connection : acquire(tenant);
    }

    private PooledConnection acquire(Tenant tenant) throws SQLException {
        try {
            return POOLS.acquire(pool, tenant, loginTimeoutNanos, CONNECTION);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection", "08001", e);
        } catch (AcquireTimeoutException e) {
            throw new SQLTransientConnectionException(e.getMessage(), stateOf(e), e);
        } catch (OpenFailedException e) {
            throw new SQLNonTransientConnectionException(e.getMessage(), stateOf(e), e);
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    private SQLException closed(@Nullable Exception cause) {
        return new SQLNonTransientConnectionException("pool '" + name + "' is closed", "08001", cause);
    }

    /** The state of what the driver said last, since that is what callers look at. */
    private static String stateOf(RuntimeException e) {
        return e.getCause() instanceof SQLException cause && cause.getSQLState() != null
                ? cause.getSQLState()
                : "08001";
    }

    /** Gives a backend back whose last share was released; the pool resets it, or closes it where that fails. */
    static void giveBack(Leasable<Backend> lease, boolean held) {
        try {
            lease.lastClosed(held);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // the connection was closed, its server forgets what was not committed, and the pool counts it
        }
    }

    /** Gives a backend up, whatever still runs on it. */
    void discard(Leasable<Backend> lease, int generation) {
        POOLS.discard(pool, lease, generation);
        if (lease.end(generation)) {
            giveBack(lease, true);
        }
    }

    long closeTimeoutNanos() {
        return closeTimeoutNanos;
    }

    /** Where those sleep who close a connection while a call is running. */
    Parking parking() {
        return parking;
    }

    /**
     * Reads how the pool stands.
     *
     * @return the sums over all tenants
     */
    public PoolStats stats() {
        return pool.stats();
    }

    /**
     * Reads how one tenant stands.
     *
     * @param tenant the tenant
     * @return its numbers
     */
    public PoolStats stats(Tenant tenant) {
        return pool.stats(tenant);
    }

    /** Closes the pool without waiting: connections that are in use are closed under their users. */
    @Override
    public void close() {
        pool.close();
    }

    /**
     * Closes the pool: new calls are refused, waiting ones end at once, connections in use are waited for and then
     * closed under their users.
     *
     * @param timeout how long to wait for connections in use
     * @return what was left, empty when everything came back
     */
    public Remains close(Duration timeout) {
        return pool.close(timeout);
    }

    /**
     * Sets how long {@code getConnection} waits, for a connection to be free or to be opened.
     *
     * @param seconds the longest wait, 0 for the pool's own time-out
     * @throws SQLException when negative
     */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        if (seconds < 0) {
            throw new SQLException("seconds: " + seconds + " (expected: at least 0)");
        }
        loginTimeoutNanos = seconds == 0 ? -1 : Duration.ofSeconds(seconds).toNanos();
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeoutNanos < 0
                ? 0
                : (int) Duration.ofNanos(loginTimeoutNanos).toSeconds();
    }

    /** Only remembered: nothing is written there. */
    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Heddle logs to System.Logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException(
                "type: " + type.getName() + " (expected: " + getClass().getName() + ")");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "PooledDataSource[" + name + ", " + tenant + ", " + pool + "]";
    }

    /** The settings of a pool. */
    public static final class Builder {
        private final Tenant tenant;
        private String name = "jdbc";
        private int maxPerTenant = 10;
        private int maxTotal = 100;
        private int minIdle;
        private Duration idleTime = Duration.ofMinutes(10);
        private Duration maxLifetime = Duration.ofMinutes(30);
        private Duration acquireTimeout = Duration.ofSeconds(30);
        private Duration validateAfter = Duration.ofMillis(500);
        private Duration leakAfter = Duration.ZERO;
        private Duration closeTimeout = Duration.ofSeconds(5);
        private Parking parking = Parking.system();
        private @Nullable Driver driver;
        private ConnectionPreparation preparation = connection -> {};

        private Builder(Tenant tenant) {
            this.tenant = tenant;
        }

        /**
         * Names the pool in messages, events and its threads.
         *
         * @param name the name, which should hold no secret
         * @return this builder
         */
        public Builder name(String name) {
            this.name = requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets the driver. Without it {@link java.sql.DriverManager} finds one for the URL.
         *
         * @param driver the driver of all tenants
         * @return this builder
         */
        public Builder driver(Driver driver) {
            this.driver = requireNonNull(driver, "driver");
            return this;
        }

        /**
         * Sets what is done to each new connection.
         *
         * @param preparation what is done; nothing by default
         * @return this builder
         */
        public Builder preparation(ConnectionPreparation preparation) {
            this.preparation = requireNonNull(preparation, "preparation");
            return this;
        }

        /**
         * Limits the connections of each tenant.
         *
         * @param connections the most connections, at least 1; 10 by default
         * @return this builder
         */
        public Builder maxPerTenant(int connections) {
            this.maxPerTenant = atLeast("maxPerTenant", connections, 1);
            return this;
        }

        /**
         * Limits the connections of all tenants.
         *
         * @param connections the most connections, at least 1; 100 by default
         * @return this builder
         */
        public Builder maxTotal(int connections) {
            this.maxTotal = atLeast("maxTotal", connections, 1);
            return this;
        }

        /**
         * Keeps some connections open for each tenant, once it was used, even when they are idle.
         *
         * @param connections how many; 0 by default
         * @return this builder
         */
        public Builder minIdle(int connections) {
            this.minIdle = atLeast("minIdle", connections, 0);
            return this;
        }

        /**
         * Closes connections that nobody has used for a while.
         *
         * @param time how long, zero for never; 10 minutes by default
         * @return this builder
         */
        public Builder idleTime(Duration time) {
            this.idleTime = notNegative("idleTime", time);
            return this;
        }

        /**
         * Closes connections that are old, a random part earlier, so that they do not all end at once.
         *
         * @param time how long, zero for ever; 30 minutes by default
         * @return this builder
         */
        public Builder maxLifetime(Duration time) {
            this.maxLifetime = notNegative("maxLifetime", time);
            return this;
        }

        /**
         * Sets how long {@code getConnection} waits.
         *
         * @param time how long; 30 seconds by default
         * @return this builder
         */
        public Builder acquireTimeout(Duration time) {
            this.acquireTimeout = notNegative("acquireTimeout", time);
            return this;
        }

        /**
         * Validates connections before they are used when nobody has used them for a while.
         *
         * @param time how long, zero for never; 500 ms by default
         * @return this builder
         */
        public Builder validateAfter(Duration time) {
            this.validateAfter = notNegative("validateAfter", time);
            return this;
        }

        /**
         * Reports connections that somebody keeps for long.
         *
         * @param time how long, zero for never, as by default
         * @return this builder
         */
        public Builder leakAfter(Duration time) {
            this.leakAfter = notNegative("leakAfter", time);
            return this;
        }

        /**
         * Sets how long the close of a connection waits for calls that are still running, for as long again when they
         * were cancelled, and for each answer of the database while it rolls back.
         *
         * @param time how long; 5 seconds by default
         * @return this builder
         */
        public Builder closeTimeout(Duration time) {
            this.closeTimeout = notNegative("closeTimeout", time);
            return this;
        }

        /**
         * Builds the pool. It opens nothing until it is asked for a connection.
         *
         * @return a new pool, which must be closed
         * @throws IllegalArgumentException when {@code minIdle} is above {@code maxPerTenant}
         */
        public PooledDataSource build() {
            return new PooledDataSource(this);
        }

        /** For tests: where those sleep who close a connection while a call is running. */
        Builder parking(Parking parking) {
            this.parking = parking;
            return this;
        }

        private ConnectionPool<Tenant, Backend> pool(PooledDataSource source) {
            return ConnectionPool.builder(new BackendConnector(source, driver, preparation, closeTimeout))
                    .name(name)
                    .keyName(Tenant::toString)
                    .maxPerKey(maxPerTenant)
                    .maxTotal(maxTotal)
                    .minIdle(minIdle)
                    .idleTime(idleTime)
                    .maxLifetime(maxLifetime)
                    .acquireTimeout(acquireTimeout)
                    .validateAfter(validateAfter)
                    .leakAfter(leakAfter)
                    .build();
        }

        private static int atLeast(String name, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: at least " + least + ")");
            }
            return value;
        }

        private static Duration notNegative(String name, Duration value) {
            if (requireNonNull(value, name).isNegative()) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: at least zero)");
            }
            return value;
        }
    }
}
