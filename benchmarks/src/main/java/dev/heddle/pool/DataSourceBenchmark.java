/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.benchmarks.Goal;
import dev.heddle.benchmarks.Subject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to take a connection from a data source and to give it back, with a driver that does nothing? */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class DataSourceBenchmark {
    private static final int CONNECTIONS = 32;

    /** Whose data source it is. */
    @Param
    DataSources subject = DataSources.HEDDLE;

    @SuppressWarnings("NullAway.Init") // by open
    private DataSources.Opened opened;

    /**
     * Names the rows of the table.
     *
     * @return the goals
     */
    public static List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (int threads : new int[] {1, 2, 8}) {
            goals.add(Goal.speed(
                    "data source cycle", threads, 8.0, measured(DataSources.HEDDLE), measured(DataSources.HIKARI)));
            goals.add(Goal.speed(
                    "data source cycle",
                    threads,
                    1.0,
                    measured(DataSources.HEDDLE),
                    measured(DataSources.AGROAL),
                    measured(DataSources.VIBUR),
                    measured(DataSources.DBCP)));
        }
        return goals;
    }

    private static Subject measured(DataSources subject) {
        return new Subject(subject.title, "cycle", Map.of("subject", subject.name()));
    }

    /** Opens the data source. */
    @Setup
    public void open() throws Exception {
        opened = subject.open(new IdleDriver(), "jdbc:idle:db", "user", "password", CONNECTIONS);
    }

    /** Closes it. */
    @TearDown
    public void close() throws Exception {
        opened.closer().close();
    }

    /**
     * Takes a connection and gives it back.
     *
     * @return the closed connection
     */
    @Benchmark
    public Connection cycle() throws SQLException {
        Connection connection = opened.source().getConnection();
        connection.close();
        return connection;
    }
}
