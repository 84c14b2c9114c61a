/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * A real database to measure on.
 *
 * @param url where it is, without credentials
 * @param user the user
 * @param password the password
 */
record Database(String url, String user, String password) {
    /** How a virtual machine that measures is told: other users of the machine do not see an environment. */
    private static final String VARIABLE = "HEDDLE_DATABASE";

    /** Takes user and password out of a URL, where they are parameters. */
    static Database of(String url) {
        int query = url.indexOf('?');
        Map<String, String> credentials = new HashMap<>(Map.of("user", "", "password", ""));
        StringBuilder rest = new StringBuilder(query < 0 ? url : url.substring(0, query));
        char separator = '?';
        for (String part : query < 0 ? new String[0] : url.substring(query + 1).split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (credentials.replace(name, part.substring(equals + 1)) == null) {
                rest.append(separator).append(part);
                separator = '&';
            }
        }
        return new Database(
                rest.toString(), requireNonNull(credentials.get("user")), requireNonNull(credentials.get("password")));
    }

    static Database fromEnvironment() {
        return of(requireNonNull(System.getenv(VARIABLE), VARIABLE));
    }

    /** Tells another process where the database is. */
    void tell(Map<String, String> environment) {
        char separator = url.indexOf('?') < 0 ? '?' : '&';
        environment.put(VARIABLE, url + separator + "user=" + user + "&password=" + password);
    }

    /** Opens a pool on it, all of whose connections are open. */
    Contender.Leases open(DataSources contender, int connections) throws Exception {
        Driver driver = DriverManager.getDriver(url);
        DataSources.Opened opened = contender.open(driver, url, user, password, connections);
        Contender.Leases leases = new Contender.Leases() {
            @Override
            public Object acquire() throws SQLException {
                return opened.source().getConnection();
            }

            @Override
            public void use(Object lease) throws SQLException {
                try (Statement statement = ((Connection) lease).createStatement();
                        ResultSet rows = statement.executeQuery("select 1")) {
                    rows.next();
                }
            }

            @Override
            public void release(Object lease) throws SQLException {
                ((Connection) lease).close();
            }

            @Override
            public void close() throws Exception {
                opened.closer().close();
            }
        };
        return Contender.fill(connections, leases);
    }

    @Override
    public String toString() {
        return url;
    }
}
