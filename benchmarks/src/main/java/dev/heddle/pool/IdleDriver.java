/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A driver that connects nowhere, so that what is measured is the pool. */
public final class IdleDriver implements Driver {
    /** Where all drivers connect, for pools that make the driver themselves; null for nowhere. */
    private static volatile @Nullable IdleServer server;

    static void server(IdleServer wanted) {
        server = wanted;
    }

    @Override
    public Connection connect(String url, Properties info) {
        IdleServer seen = server;
        return seen == null ? new IdleConnection() : seen.open();
    }

    @Override
    public boolean acceptsURL(String url) {
        return true;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 4;
    }

    @Override
    public int getMinorVersion() {
        return 3;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
