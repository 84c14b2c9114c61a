/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.handle.LeakLevel;
import dev.heddle.handle.Leaks;
import dev.heddle.internal.Leasable;
import dev.heddle.internal.Parking;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every schedule of a close and the last running call: the close waits for it and wakes up, the backend is given back
 * once, and no call reaches it after that. Sleep has no end of its own here, so a wake-up that is lost is a deadlock.
 * The calibrators must be found.
 */
class PooledConnectionLincheckTest {
    private static final int SCHEDULES = 15 * Integer.getInteger("lincheck.depth", 1);
    private static final int CALIBRATION = 2_000;
    private static final Tenant TENANT = Tenant.of("jdbc:stub:db"); // here: the checker cannot look into a pattern
    /** Made here: the checker hangs where a class is made while it watches. */
    private static final Connection DRIVER = (Connection) Proxy.newProxyInstance(
            PooledConnectionLincheckTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> method.getReturnType() == boolean.class ? true : null);

    private static final LeakLevel BEFORE = Leaks.level();

    @BeforeAll
    static void watchNothing() {
        Leaks.level(LeakLevel.OFF);
    }

    @AfterAll
    static void restore() {
        Leaks.level(BEFORE);
    }

    @Test
    void aCloseWaitsForTheLastCall() {
        check(() -> {
            Scene scene = new Scene();
            Actor caller = new Actor(scene::call);
            caller.start();
            scene.connection.close();
            end(caller);
            scene.requireGivenBackOnce();
        });
    }

    @Test
    void twoClosesBesideACallGiveBackOnce() {
        check(() -> {
            Scene scene = new Scene();
            Actor caller = new Actor(scene::call);
            Actor closer = new Actor(scene.connection::close);
            caller.start();
            closer.start();
            scene.connection.close();
            end(caller);
            end(closer);
            scene.requireGivenBackOnce();
        });
    }

    @Test
    void findsACloseThatLooksAndThenSaysThatItSleeps() {
        assertThatThrownBy(() -> Lincheck.runConcurrentTest(CALIBRATION, () -> {
                    LooksThenSleeps connection = new LooksThenSleeps();
                    Actor caller = new Actor(connection::call);
                    caller.start();
                    connection.close();
                    end(caller);
                }))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("has hung");
    }

    @Test
    void findsACallThatLooksAndThenBegins() {
        assertThatThrownBy(() -> Lincheck.runConcurrentTest(CALIBRATION, () -> {
                    LooksThenBegins connection = new LooksThenBegins();
                    Actor caller = new Actor(connection::call);
                    caller.start();
                    connection.close();
                    end(caller);
                    if (connection.strayed) {
                        throw new AssertionError("a call on the next user's backend");
                    }
                }))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("a call on the next user's backend");
    }

    private static void check(Runnable schedule) {
        Lincheck.runConcurrentTest(SCHEDULES, schedule);
    }

    private static void end(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection, and what is known of its backend. */
    private static final class Scene {
        private final AtomicInteger givenBack = new AtomicInteger();
        private final PooledConnection connection;
        private volatile boolean strayed;

        private Scene() {
            try {
                PooledDataSource source =
                        PooledDataSource.builder(TENANT).parking(new Beds()).build();
                Backend backend = new Backend(source, TENANT, DRIVER);
                Cell lease = new Cell(this, backend);
                connection = new PooledConnection(lease, Leasable.first(lease.generation()));
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        /** As every generated method does it. */
        private void call() {
            if (!connection.tryEnter()) {
                return;
            }
            try {
                strayed |= givenBack.get() != 0;
            } finally {
                strayed |= givenBack.get() != 0;
                connection.leaveUsed();
            }
        }

        /** No assertion of a library, whose objects the checker would look into. */
        private void requireGivenBackOnce() {
            if (givenBack.get() != 1 || strayed) {
                throw new AssertionError();
            }
        }
    }

    /** What stands for the slot of a pool. */
    private static final class Cell extends Leasable<Backend> {
        private final Scene scene;
        private final Backend backend;

        private Cell(Scene scene, Backend backend) {
            super(1, backend);
            this.scene = scene;
            this.backend = backend;
        }

        @Override
        protected int rest() {
            return backend.isAsNew() ? FREE : HELD;
        }

        /** A backend that somebody has used comes back to be reset, never as new. */
        @Override
        public void lastClosed(boolean held) {
            scene.givenBack.incrementAndGet();
            scene.strayed |= held == backend.isAsNew();
        }
    }

    /** The close of the textbook: the call leaves between the look and the sleep. */
    private static final class LooksThenSleeps {
        private final Beds beds = new Beds();
        private final AtomicInteger calls = new AtomicInteger(1);
        private volatile Thread closer;

        void call() {
            calls.decrementAndGet();
            Thread waiting = closer;
            if (waiting != null) {
                beds.unpark(waiting);
            }
        }

        void close() {
            while (calls.get() > 0) {
                closer = Thread.currentThread();
                beds.park(this);
            }
        }
    }

    /** The call of the textbook: it looks whether the connection is open, and then counts itself. */
    private static final class LooksThenBegins {
        private final AtomicInteger calls = new AtomicInteger();
        private volatile boolean closed;
        private volatile boolean givenBack;
        private volatile boolean strayed;

        void call() {
            if (!closed) {
                calls.incrementAndGet();
                strayed |= givenBack;
                calls.decrementAndGet();
            }
        }

        void close() {
            closed = true;
            if (calls.get() == 0) {
                givenBack = true;
            }
        }
    }

    /** A class with a field for its body: what only a lambda holds, the checker takes for confined to one thread. */
    private static final class Actor extends Thread {
        private final Runnable body;

        private Actor(Runnable body) {
            this.body = body;
        }

        @Override
        public void run() {
            body.run();
        }
    }

    /** Sleeps on a semaphore for each thread. */
    private static final class Beds implements Parking {
        private final Map<Thread, Semaphore> permits = new ConcurrentHashMap<>();

        @Override
        public void park(Object blocker) {
            of(Thread.currentThread()).acquireUninterruptibly();
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
            park(blocker);
        }

        @Override
        public void unpark(Thread thread) {
            of(thread).release();
        }

        private Semaphore of(Thread thread) {
            return permits.computeIfAbsent(thread, none -> new Semaphore(0));
        }
    }
}
