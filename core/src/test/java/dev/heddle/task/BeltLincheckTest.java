/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.LincheckDepth;
import dev.heddle.internal.Parking;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every schedule of a worker and a consumer over a belt: nobody sleeps for ever, and every result arrives. Threads park
 * on semaphores here, so that a lost wake-up is a deadlock that the checker finds; the calibrator has one.
 */
class BeltLincheckTest {
    private static final int INVOCATIONS = LincheckDepth.scenarios(150);

    @Test
    void aWorkerAndAConsumerNeverMissEachOther() {
        check(() -> {
            Plan plan = new Plan(0, null, 1, null, new Semaphores());
            Call call = Call.stream(plan, List.of("a", "b"), input -> input, plan.orderedBelt());
            Share share = new Share(plan, false);
            meet(() -> call.work(new Share(plan, false)), () -> {
                for (String expected : List.of("a", "b")) {
                    Chunk chunk = call.next(share);
                    require(chunk != null && chunk.take(0).equals(expected));
                }
                require(call.next(share) == null);
            });
        });
    }

    @Test
    void aConsumerThatClosesWakesTheWorker() {
        check(() -> {
            Plan plan = new Plan(0, null, 1, null, new Semaphores());
            Call call = Call.stream(plan, List.of("a", "b", "c"), input -> input, plan.unorderedBelt());
            meet(() -> call.work(new Share(plan, false)), call::close);
        });
    }

    /** Looks, and only then says that it sleeps. */
    @Test
    void findsTheBellOfTheTextbook() {
        assertThatThrownBy(() -> check(() -> {
                    Parking parking = new Semaphores();
                    AtomicBoolean done = new AtomicBoolean();
                    AtomicBoolean asleep = new AtomicBoolean();
                    Thread[] sleeper = new Thread[1];
                    Step sleep = () -> {
                        if (!done.get()) {
                            sleeper[0] = Thread.currentThread();
                            asleep.set(true);
                            parking.park(this);
                        }
                    };
                    Step wake = () -> {
                        done.set(true);
                        if (asleep.get()) {
                            parking.unpark(sleeper[0]);
                        }
                    };
                    meet(sleep, wake);
                }))
                .isInstanceOf(LincheckAssertionError.class);
    }

    private static void check(Runnable scenario) {
        Lincheck.runConcurrentTest(INVOCATIONS, scenario);
    }

    private static void meet(Step first, Step second) {
        Actor one = new Actor(first);
        Actor two = new Actor(second);
        startAndJoin(one, two);
        require(one.thrown == null && two.thrown == null);
    }

    /** Calls through the type Thread: the checker looks for these calls by the name of that class. */
    private static void startAndJoin(Thread... threads) {
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** No assertion of a library, whose objects the checker would look into. */
    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** A class with a field for its body: what only a lambda holds, the checker takes for confined to one thread. */
    private static final class Actor extends Thread {
        private final Step body;
        private @Nullable Throwable thrown;

        private Actor(Step body) {
            this.body = body;
        }

        @Override
        public void run() {
            try {
                body.run();
            } catch (Throwable e) {
                thrown = e;
            }
        }
    }

    /** Sleeps on a semaphore for each thread. */
    private static final class Semaphores implements Parking {
        private final ConcurrentHashMap<Thread, Semaphore> permits = new ConcurrentHashMap<>();

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
