/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.handle.Handle;
import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread gives up waiting while another gives the connection back. The result: whether the first has it, and
 * whether it can be had afterwards.
 */
@Proves(type = ConnectionPool.class, promise = "a waiter that gives up leaves the connection to the next")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The waiter got it just in time.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The waiter gave up; the connection is there for the next.")
@Outcome(expect = FORBIDDEN, desc = "Two have the connection.")
public class ConnectionPoolGivingUpStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolGivingUpStress.class)
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The one who gave up was given the connection, and nobody has it.")
    @State
    public static class Real {
        private final ConnectionPool<String, Server.Connection> pool = new Server().pool(1);
        private final Handle<Server.Connection> lease = Server.acquire(pool);

        @Actor
        public void waiter(II_Result r) {
            try {
                pool.acquire(Server.KEY, Duration.ZERO);
                r.r1 = 1;
            } catch (AcquireTimeoutException e) {
                r.r1 = 0;
            } catch (InterruptedException e) {
                r.r1 = 2;
            }
        }

        @Actor
        public void owner() {
            lease.close();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = Server.isTaken(pool.tryAcquire(Server.KEY)) ? 1 : 0;
        }
    }

    /** A hand-off into the place of a waiter, who looks there, and then goes. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolGivingUpStress.class)
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The one who gave up was given the connection, and nobody has it.")
    @State
    public static class Twin {
        private final AtomicBoolean free = new AtomicBoolean();
        private volatile boolean waiting = true;
        private volatile boolean given;

        @Actor
        public void waiter(II_Result r) {
            if (given) {
                r.r1 = 1;
            } else {
                Dawdle.here();
                waiting = false;
            }
        }

        @Actor
        public void owner() {
            if (waiting) {
                Dawdle.here();
                given = true;
            } else {
                free.set(true);
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = free.compareAndSet(true, false) ? 1 : 0;
        }
    }
}
