/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.heddle.handle.Handle;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.apache.commons.pool2.BaseKeyedPooledObjectFactory;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import org.vibur.objectpool.ConcurrentPool;
import org.vibur.objectpool.PoolObjectFactory;
import org.vibur.objectpool.util.ConcurrentLinkedDequeCollection;
import stormpot.Allocator;
import stormpot.Expiration;
import stormpot.Pool;
import stormpot.PoolTap;
import stormpot.Poolable;
import stormpot.Slot;
import stormpot.Timeout;

/** The pools that are measured, behind one face, each with the settings that suit it best. */
public enum Contender {
    HEDDLE("ConnectionPool") {
        @Override
        Leases open(IdleServer server, int connections, int filled) {
            ConnectionPool<String, IdleConnection> pool = heddle(server, connections);
            return fill(filled, new Leases() {
                @Override
                public Object acquire() throws Exception {
                    return pool.acquire("key");
                }

                @Override
                public void release(Object lease) {
                    ((Handle<?>) lease).close();
                }

                @Override
                public void close() {
                    pool.close();
                }
            });
        }
    },
    HIKARI("HikariCP") {
        @Override
        Leases open(IdleServer server, int connections, int filled) {
            HikariConfig config = new HikariConfig();
            config.setDataSource(new Source(server));
            config.setMaximumPoolSize(connections);
            config.setMinimumIdle(filled);
            config.setConnectionTimeout(30_000);
            HikariDataSource source = new HikariDataSource(config);
            return fill(filled, new Leases() {
                @Override
                public Object acquire() throws Exception {
                    return source.getConnection();
                }

                @Override
                public void release(Object lease) throws Exception {
                    ((Connection) lease).close();
                }

                @Override
                public void close() {
                    source.close();
                }
            });
        }
    },
    AGROAL("Agroal") {
        @Override
        Leases open(IdleServer server, int connections, int filled) {
            IdleDriver.server(server);
            AgroalDataSource source = agroal(connections, filled);
            return fill(filled, new Leases() {
                @Override
                public Object acquire() throws Exception {
                    return source.getConnection();
                }

                @Override
                public void release(Object lease) throws Exception {
                    ((Connection) lease).close();
                }

                @Override
                public void close() {
                    source.close();
                }
            });
        }
    },
    STORMPOT("Stormpot") {
        @Override
        Leases open(IdleServer server, int connections, int filled) {
            Pool<Pot> pool = Pool.from(new Pots(server))
                    .setSize(connections)
                    .setExpiration(Expiration.never())
                    .setBackgroundExpirationEnabled(false)
                    .build();
            PoolTap<Pot> tap = pool.getThreadSafeTap();
            Timeout timeout = new Timeout(30, TimeUnit.SECONDS);
            return fill(filled, new Leases() {
                @Override
                public Object acquire() throws Exception {
                    return tap.claim(timeout);
                }

                @Override
                public void release(Object lease) {
                    ((Pot) lease).release();
                }

                @Override
                public void close() throws Exception {
                    pool.shutdown().await(timeout);
                }
            });
        }
    },
    VIBUR("Vibur (object pool)") {
        @Override
        Leases open(IdleServer server, int connections, int filled) {
            ConcurrentPool<IdleConnection> pool = new ConcurrentPool<>(
                    new ConcurrentLinkedDequeCollection<>(), new ViburFactory(server), filled, connections, true);
            return fill(filled, new Leases() {
                @Override
                public Object acquire() {
                    return pool.take();
                }

                @Override
                public void release(Object lease) {
                    pool.restore((IdleConnection) lease);
                }

                @Override
                public void close() {
                    pool.close();
                }
            });
        }
    },
    COMMONS("commons-pool2") {
        @Override
        Leases open(IdleServer server, int connections, int filled) {
            GenericObjectPoolConfig<IdleConnection> config = new GenericObjectPoolConfig<>();
            config.setMaxTotal(connections);
            config.setMaxIdle(connections);
            config.setJmxEnabled(false);
            GenericObjectPool<IdleConnection> pool = new GenericObjectPool<>(new CommonsFactory(server), config);
            return fill(filled, new Leases() {
                @Override
                public Object acquire() throws Exception {
                    return pool.borrowObject();
                }

                @Override
                public void release(Object lease) {
                    pool.returnObject((IdleConnection) lease);
                }

                @Override
                public void close() {
                    pool.close();
                }
            });
        }
    },
    COMMONS_KEYED("commons-pool2 keyed") {
        @Override
        Leases open(IdleServer server, int connections, int filled) {
            GenericKeyedObjectPoolConfig<IdleConnection> config = new GenericKeyedObjectPoolConfig<>();
            config.setMaxTotalPerKey(connections);
            config.setMaxIdlePerKey(connections);
            config.setMaxTotal(connections);
            config.setJmxEnabled(false);
            GenericKeyedObjectPool<String, IdleConnection> pool =
                    new GenericKeyedObjectPool<>(new KeyedFactory(server), config);
            return fill(filled, new Leases() {
                @Override
                public Object acquire() throws Exception {
                    return pool.borrowObject("key");
                }

                @Override
                public void release(Object lease) {
                    pool.returnObject("key", (IdleConnection) lease);
                }

                @Override
                public void close() {
                    pool.close();
                }
            });
        }
    };

    /** A pool of one key. */
    interface Leases {
        Object acquire() throws Exception;

        void release(Object lease) throws Exception;

        /** Does with a connection what it is for. */
        default void use(Object lease) throws Exception {}

        void close() throws Exception;
    }

    final String title;

    Contender(String title) {
        this.title = title;
    }

    /** Opens a pool of at most so many connections, of which some are open. */
    abstract Leases open(IdleServer server, int connections, int filled);

    /** The pool of this library, with every safety feature at its default. */
    static ConnectionPool<String, IdleConnection> heddle(IdleServer server, int connections) {
        return heddle(new Plain(server, false), connections);
    }

    /** The same where callers open connections themselves: a server that takes no time to open one may say so. */
    static ConnectionPool<String, IdleConnection> heddlePrompt(IdleServer server, int connections) {
        return heddle(new Plain(server, true), connections);
    }

    private static ConnectionPool<String, IdleConnection> heddle(Plain connector, int connections) {
        return ConnectionPool.builder(connector)
                .maxPerKey(connections)
                .maxTotal(connections)
                .build();
    }

    private static AgroalDataSource agroal(int connections, int filled) {
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .metricsEnabled(false)
                    .connectionPoolConfiguration(pool -> pool.initialSize(filled)
                            .minSize(filled)
                            .maxSize(connections)
                            .acquisitionTimeout(Duration.ofSeconds(30))
                            .connectionFactoryConfiguration(factory -> factory.connectionProviderClass(IdleDriver.class)
                                    .jdbcUrl("jdbc:idle:db"))));
        } catch (SQLException e) {
            throw new IllegalStateException("the pool cannot be opened", e);
        }
    }

    static Leases fill(int connections, Leases leases) {
        try {
            Object[] all = new Object[connections];
            for (int i = 0; i < connections; i++) {
                all[i] = leases.acquire();
            }
            for (Object lease : all) {
                leases.release(lease);
            }
            return leases;
        } catch (Exception e) {
            throw new IllegalStateException("the pool cannot be filled", e);
        }
    }

    private record Plain(IdleServer server, boolean isPrompt) implements Connector<String, IdleConnection> {
        @Override
        public IdleConnection open(String key) {
            return server.open();
        }

        @Override
        public void close(IdleConnection connection) {
            connection.close();
        }

        @Override
        public boolean isValid(IdleConnection connection, Duration timeout) {
            return true;
        }

        @Override
        public boolean needsReset(IdleConnection connection) {
            return false;
        }
    }

    private record Pots(IdleServer server) implements Allocator<Pot> {
        @Override
        public Pot allocate(Slot slot) {
            return new Pot(slot, server.open());
        }

        @Override
        public void deallocate(Pot pot) {
            pot.connection.close();
        }
    }

    private static final class Pot implements Poolable {
        private final Slot slot;
        private final IdleConnection connection;

        Pot(Slot slot, IdleConnection connection) {
            this.slot = slot;
            this.connection = connection;
        }

        @Override
        public void release() {
            slot.release(this);
        }
    }

    private record ViburFactory(IdleServer server) implements PoolObjectFactory<IdleConnection> {
        @Override
        public IdleConnection create() {
            return server.open();
        }

        @Override
        public boolean readyToTake(IdleConnection connection) {
            return true;
        }

        @Override
        public boolean readyToRestore(IdleConnection connection) {
            return true;
        }

        @Override
        public void destroy(IdleConnection connection) {
            connection.close();
        }
    }

    private static final class CommonsFactory extends BasePooledObjectFactory<IdleConnection> {
        private final IdleServer server;

        CommonsFactory(IdleServer server) {
            this.server = server;
        }

        @Override
        public IdleConnection create() {
            return server.open();
        }

        @Override
        public PooledObject<IdleConnection> wrap(IdleConnection connection) {
            return new DefaultPooledObject<>(connection);
        }
    }

    static final class KeyedFactory extends BaseKeyedPooledObjectFactory<String, IdleConnection> {
        private final IdleServer server;

        KeyedFactory(IdleServer server) {
            this.server = server;
        }

        @Override
        public IdleConnection create(String key) {
            return server.open();
        }

        @Override
        public PooledObject<IdleConnection> wrap(IdleConnection connection) {
            return new DefaultPooledObject<>(connection);
        }
    }

    private record Source(IdleServer server) implements DataSource {
        @Override
        public Connection getConnection() {
            return server.open();
        }

        @Override
        public Connection getConnection(String user, String password) {
            return server.open();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("no " + type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
