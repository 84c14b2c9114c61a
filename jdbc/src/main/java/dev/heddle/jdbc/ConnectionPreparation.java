/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done to each new connection before anybody gets it. The state in which it leaves it is the one that is kept.
 */
@FunctionalInterface
public interface ConnectionPreparation {

    /**
     * Prepares a connection, for instance by setting its isolation.
     *
     * @param connection the driver's connection
     * @throws SQLException when that fails; the connection is closed, and another is tried
     */
    void prepare(Connection connection) throws SQLException;
}
