/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import dev.heddle.internal.Leasable;
import dev.heddle.internal.Parking;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A database of one session, for harnesses: it knows whether work is uncommitted and whom the session belongs to. */
final class StubSession implements InvocationHandler {
    private static final Tenant TENANT = Tenant.of("jdbc:stub:db");
    private static final PooledDataSource SOURCE = source(Parking.system());

    /** How often the session was rolled back. */
    final AtomicInteger rollbacks = new AtomicInteger();

    /** How often the pool got it back. */
    final AtomicInteger givenBack = new AtomicInteger();

    /** How often it was aborted. */
    final AtomicInteger aborts = new AtomicInteger();

    /** How many pieces of work are not committed. */
    final AtomicInteger uncommitted = new AtomicInteger();

    private final Connection connection = (Connection)
            Proxy.newProxyInstance(StubSession.class.getClassLoader(), new Class<?>[] {Connection.class}, this);

    /** A source whose closes wait by this; it opens nothing until it is asked. */
    static PooledDataSource source(Parking parking) {
        return PooledDataSource.builder(TENANT).parking(parking).build();
    }

    /** A lease of the session, as a pool makes it. */
    PooledConnection lease() {
        return lease(SOURCE);
    }

    PooledConnection lease(PooledDataSource source) {
        try {
            Backend backend = new Backend(source, TENANT, connection);
            Leasable<Backend> lease = new Leasable<>(1, backend) {
                @Override
                public void lastClosed(boolean held) throws SQLException {
                    giveBack(held, backend);
                }

                @Override
                protected int rest() {
                    return backend.isAsNew() ? FREE : HELD;
                }
            };
            return new PooledConnection(lease, Leasable.first(lease.generation()));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The driver's connection. */
    Connection raw() {
        return connection;
    }

    /** What the twins do where the real one closes its handle. */
    void giveBackAfterReset() {
        rollbacks.incrementAndGet();
        uncommitted.set(0);
        givenBack.incrementAndGet();
    }

    private void giveBack(boolean held, Backend backend) throws SQLException {
        if (held) {
            backend.reset(Duration.ofSeconds(1));
        }
        givenBack.incrementAndGet();
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        switch (method.getName()) {
            case "getAutoCommit", "isReadOnly", "isValid", "isClosed" -> {
                return false;
            }
            case "getNetworkTimeout", "getHoldability", "getTransactionIsolation" -> {
                return 0;
            }
            case "rollback" -> {
                rollbacks.incrementAndGet();
                uncommitted.set(0);
            }
            case "abort" -> aborts.incrementAndGet();
            case "commit" -> uncommitted.set(0);
            case "nativeSQL" -> { // stands for the execution of a statement: it sees whom the session belongs to
                uncommitted.set(1);
                return givenBack.get() == 0 ? "mine" : "theirs";
            }
            default -> {}
        }
        return null;
    }
}
