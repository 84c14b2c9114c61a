/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.LincheckDepth;
import dev.heddle.handle.Handle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every schedule of one who waits and one who gives a connection back, while the time of the first runs out, it is
 * interrupted, or the pool is closed. Sleep has no end of its own here, so a wake-up that is lost is a deadlock. The
 * calibrators must be found.
 */
class HandOffLincheckTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final int SCHEDULES = LincheckDepth.scenarios(5);
    private static final int CALIBRATION = 2_000;
    private static final String ASLEEP = "has hung";
    private static final String LOST = "the connection is lost";

    @Test
    void aConnectionThatComesBackIsGivenToWhoWaits() {
        check(() -> {
            Scene scene = new Scene(false);
            Actor waiter = scene.waiter();
            waiter.start();
            scene.lease.close();
            end(waiter);
            require(waiter.served);
            scene.takeAndGiveBack();
        });
    }

    @Test
    void aConnectionThatIsResetOnItsWayIsGivenToWhoWaits() {
        check(() -> {
            Scene scene = new Scene(true);
            Actor waiter = scene.waiter();
            waiter.start();
            scene.lease.close();
            end(waiter);
            require(waiter.served);
            scene.takeAndGiveBack();
        });
    }

    @Test
    void whoHasWaitedForTooLongIsHandedTheConnection() {
        check(() -> {
            Scene scene = new Scene(false);
            Actor waiter = scene.waiter();
            waiter.start();
            scene.beds.pass(LONG.toNanos() / 2, waiter);
            scene.lease.close();
            end(waiter);
            require(waiter.served);
            scene.takeAndGiveBack();
        });
    }

    @Test
    void aWaiterWhoseTimeIsOverSwallowsNoConnection() {
        check(() -> {
            Scene scene = new Scene(false);
            Actor waiter = scene.waiter();
            Actor owner = new Actor(scene.lease::close);
            waiter.start();
            owner.start();
            scene.beds.pass(LONG.toNanos(), waiter);
            end(owner);
            end(waiter);
            require(waiter.served || waiter.thrown instanceof AcquireTimeoutException);
            scene.takeAndGiveBack();
        });
    }

    @Test
    void anInterruptedWaiterSwallowsNoConnection() {
        check(() -> {
            Scene scene = new Scene(false);
            Actor waiter = scene.waiter();
            Actor owner = new Actor(scene.lease::close);
            waiter.start();
            owner.start();
            waiter.interrupt();
            end(owner);
            end(waiter);
            require(waiter.served || waiter.thrown instanceof InterruptedException);
            scene.takeAndGiveBack();
        });
    }

    @Test
    void closingThePoolLeavesNobodyAsleep() {
        check(() -> {
            Scene scene = new Scene(false);
            Actor waiter = scene.waiter();
            waiter.start();
            scene.pool.close();
            end(waiter);
            require(!waiter.served && waiter.thrown instanceof IllegalStateException);
        });
    }

    @Test
    void closingThePoolBesideAReleaseServesOrRefuses() {
        check(() -> {
            Scene scene = new Scene(false);
            Actor waiter = scene.waiter();
            Actor owner = new Actor(scene.lease::close);
            waiter.start();
            owner.start();
            scene.pool.close();
            end(owner);
            end(waiter);
            require(waiter.served || waiter.thrown instanceof IllegalStateException);
        });
    }

    @Test
    @EnabledIfSystemProperty(
            named = "lincheck.depth",
            matches = "[0-9]{2,}",
            disabledReason = "three threads take long")
    void twoWhoWaitAreBothServed() {
        check(() -> {
            Scene scene = new Scene(false);
            Actor first = scene.waiter();
            Actor second = scene.waiter();
            first.start();
            second.start();
            scene.lease.close();
            end(first);
            end(second);
            require(first.served && second.served);
            scene.takeAndGiveBack();
        });
    }

    @Test
    void findsAWaiterThatLooksAndThenLiesDown() {
        finds(ASLEEP, () -> {
            Textbook pool = new Textbook();
            pool.tryAcquire();
            Actor waiter = new Actor(pool::acquire);
            waiter.start();
            pool.release();
            end(waiter);
        });
    }

    @Test
    void findsACloseThatWakesThoseItSeesAndThenClosesTheDoor() {
        finds(ASLEEP, () -> {
            Textbook pool = new Textbook();
            pool.tryAcquire();
            Actor waiter = new Actor(pool::acquireUnlessClosed);
            waiter.start();
            pool.close();
            end(waiter);
        });
    }

    @Test
    void findsAWaiterThatGoesAwayWithWhatItWasHanded() {
        finds(LOST, () -> {
            Textbook pool = new Textbook();
            pool.tryAcquire();
            Actor waiter = new Actor(pool::acquireOrGiveUp);
            waiter.start();
            pool.beds.unpark(waiter); // its time is over
            pool.hand();
            end(waiter);
            if (!waiter.served && !pool.tryAcquire()) {
                throw new AssertionError(LOST);
            }
        });
    }

    private static void check(Runnable schedule) {
        Lincheck.runConcurrentTest(SCHEDULES, schedule);
    }

    private static void finds(String kind, Runnable schedule) {
        assertThatThrownBy(() -> Lincheck.runConcurrentTest(CALIBRATION, schedule))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining(kind);
    }

    private static void end(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** No assertion of a library, whose objects the checker would look into. */
    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }

    /** What is to be done by a thread; it may throw. */
    private interface Step {
        void run() throws Exception;
    }

    /** A class with a field for its body: what only a lambda holds, the checker takes for confined to one thread. */
    private static final class Actor extends Thread {
        private final Step body;
        private boolean served;
        private @Nullable Throwable thrown;

        private Actor(Step body) {
            this.body = body;
        }

        @Override
        public void run() {
            try {
                body.run();
                served = true;
            } catch (Throwable e) {
                thrown = e;
            }
        }
    }

    /** A pool whose only connection is leased. */
    private static final class Scene {
        private final SmallPool.Beds beds = new SmallPool.Beds();
        private final ConnectionPool<String, Object> pool;
        private final Handle<Object> lease;

        private Scene(boolean resets) {
            pool = SmallPool.of(resets, beds);
            lease = acquire(Duration.ZERO);
        }

        private Actor waiter() {
            return new Actor(() -> pool.acquire(SmallPool.KEY, LONG).close());
        }

        /** The connection must be there when all is over. */
        private void takeAndGiveBack() {
            acquire(Duration.ZERO).close();
        }

        private Handle<Object> acquire(Duration timeout) {
            try {
                return pool.acquire(SmallPool.KEY, timeout);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A pool of one connection with the three mistakes. */
    private static final class Textbook {
        private final SmallPool.Beds beds = new SmallPool.Beds();
        private final Queue<Thread> waiting = new ArrayDeque<>();
        private boolean free = true;
        private volatile boolean handed;
        private volatile boolean closed;

        private synchronized boolean tryAcquire() {
            boolean taken = free;
            free = false;
            return taken;
        }

        private synchronized void lieDown() {
            waiting.add(Thread.currentThread());
        }

        /** The connection comes back between the look and the sleep. */
        void acquire() {
            while (!tryAcquire()) {
                lieDown();
                beds.park(this);
            }
        }

        /** In the right order, but for the close. */
        void acquireUnlessClosed() {
            for (; ; ) {
                lieDown();
                if (closed || tryAcquire()) {
                    return;
                }
                beds.park(this);
            }
        }

        /** It is handed the connection after its last look, and before it has left the queue. */
        void acquireOrGiveUp() {
            lieDown();
            beds.park(this);
            if (!handed) {
                synchronized (this) {
                    waiting.remove(Thread.currentThread());
                }
                throw new IllegalStateException("gives up");
            }
        }

        synchronized void release() {
            free = true;
            Thread first = waiting.poll();
            if (first != null) {
                beds.unpark(first);
            }
        }

        synchronized void hand() {
            Thread first = waiting.poll();
            if (first == null) {
                free = true;
            } else {
                handed = true;
                beds.unpark(first);
            }
        }

        void close() {
            wakeAll();
            closed = true;
        }

        private synchronized void wakeAll() {
            for (Thread each : waiting) {
                beds.unpark(each);
            }
        }
    }
}
