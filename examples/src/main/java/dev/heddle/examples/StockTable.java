/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.examples;

import dev.heddle.jdbc.PooledDataSource;
import dev.heddle.jdbc.Tenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Serves a table to 50 threads over 4 connections; the database is H2, in memory. */
public final class StockTable {
    private StockTable() {}

    /**
     * Runs the example.
     *
     * @param args none
     * @throws Exception when the database fails
     */
    public static void main(String[] args) throws Exception {
        Tenant shop = Tenant.of("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1", "sa", "");
        try (PooledDataSource source =
                PooledDataSource.builder(shop).maxPerTenant(4).build()) {
            create(source);
            int sold = 0;
            try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
                List<Future<Integer>> customers = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    customers.add(threads.submit(() -> buy(source, "loom", 3)));
                }
                for (Future<Integer> customer : customers) {
                    sold += customer.get();
                }
            }
            System.out.println(sold + " sold, " + left(source, "loom") + " left");
            System.out.println(source.stats().leased() + " connections in use, at most 4 opened");
        }
    }

    /** Buys pieces of something, one transaction each: what is not committed is rolled back by the close. */
    private static int buy(PooledDataSource source, String item, int pieces) throws SQLException {
        int bought = 0;
        for (int i = 0; i < pieces; i++) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false); // true again for the next user
                try (PreparedStatement take =
                        connection.prepareStatement("update stock set pieces = pieces - 1 where item = ?")) {
                    take.setString(1, item);
                    take.executeUpdate();
                }
                if (pieces(connection, item) >= 0) {
                    connection.commit();
                    bought++;
                }
            }
        }
        return bought;
    }

    private static int left(PooledDataSource source, String item) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return pieces(connection, item);
        }
    }

    private static int pieces(Connection connection, String item) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select pieces from stock where item = ?")) {
            query.setString(1, item);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static void create(PooledDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table stock (item varchar primary key, pieces int)");
            statement.execute("insert into stock values ('loom', 120), ('shuttle', 400)");
        }
    }
}
