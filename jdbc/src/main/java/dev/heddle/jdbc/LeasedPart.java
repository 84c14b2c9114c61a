/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

/**
 * What comes from a connection.
 *
 * @param <D> the interface of the driver's object
 */
abstract class LeasedPart<D> extends Leased<D> {
    private final PooledConnection connection;
    private final D delegate;

    LeasedPart(PooledConnection connection, D delegate) {
        this.connection = connection;
        this.delegate = delegate;
    }

    @Override
    final PooledConnection connection() {
        return connection;
    }

    @Override
    final D delegate() {
        return delegate;
    }
}
