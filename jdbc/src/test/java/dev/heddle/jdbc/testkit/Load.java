/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Threads that take a connection, use it and close it, again and again, and write down how each time went. */
public final class Load implements AutoCloseable {
    /** What each thread does with a connection. */
    public interface Use {
        void of(Connection connection) throws SQLException;
    }

    /** Where a thread gets its connection. */
    public interface Origin {
        Connection get() throws SQLException;
    }

    /**
     * One time. Times are those of {@link System#nanoTime}.
     *
     * @param failure what went wrong, null when nothing did
     */
    public record Call(long begun, long acquired, long ended, SQLException failure) {
        public boolean isGood() {
            return failure == null;
        }
    }

    private final List<Thread> threads = new ArrayList<>();
    private final List<List<Call>> calls = new ArrayList<>();
    private volatile boolean stopped;

    public Load(DataSource source, int threads, Use use) {
        this(source::getConnection, threads, use);
    }

    public Load(Origin origin, int threads, Use use) {
        for (int i = 0; i < threads; i++) {
            List<Call> own = new ArrayList<>();
            calls.add(own);
            this.threads.add(Thread.ofPlatform().name("load-" + i).start(() -> {
                while (!stopped) {
                    own.add(call(origin, use));
                }
            }));
        }
    }

    private static Call call(Origin origin, Use use) {
        long begun = System.nanoTime();
        long acquired = 0;
        try (Connection connection = origin.get()) {
            acquired = System.nanoTime();
            use.of(connection);
        } catch (SQLException e) {
            long ended = System.nanoTime();
            return new Call(begun, acquired == 0 ? ended : acquired, ended, e);
        }
        return new Call(begun, acquired, System.nanoTime(), null);
    }

    /** Ends the load and gives all calls, in the order in which they began. */
    public List<Call> stop() {
        close();
        List<Call> all = new ArrayList<>();
        calls.forEach(all::addAll);
        all.sort(Comparator.comparingLong(Call::begun));
        return all;
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The longest time that a call of the list waited for its connection, in milliseconds. */
    public static long longestWaitMillis(List<Call> calls) {
        return calls.stream()
                .mapToLong(call -> TimeUnit.NANOSECONDS.toMillis(call.acquired() - call.begun()))
                .max()
                .orElse(0);
    }

    public static long failures(List<Call> calls) {
        return calls.stream().filter(call -> !call.isGood()).count();
    }
}
