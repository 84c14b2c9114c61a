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
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread goes to sleep for a connection while another gives it back. The result: whether the first parked, and
 * whether it was woken. Who parks leaves the harness by an exception, so that a lost wake-up is an outcome and not a
 * hang.
 */
@Proves(type = ConnectionPool.class, promise = "a connection that comes back wakes a waiter")
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Found the connection, and did not park.")
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Found the connection; the wake-up was not needed.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Parked, and was woken.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ConnectionPoolWakesAWaiterStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolWakesAWaiterStress.class)
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Parked for ever beside a free connection: lost wake-up.")
    @State
    public static class Real {
        private final Bed bed = new Bed();
        private final ConnectionPool<String, Server.Connection> pool = new Server().pool(1, bed);
        private final Handle<Server.Connection> lease = Server.acquire(pool);

        public Real() {
            bed.make();
        }

        @Actor
        public void waiter(II_Result r) {
            r.r1 = Sleeper.waitFor(pool);
        }

        @Actor
        public void owner() {
            Dawdle.late();
            lease.close();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = bed.isWoken() ? 1 : 0;
        }
    }

    /** Looks for a free connection, and only then says that it waits. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolWakesAWaiterStress.class)
    @Outcome(
            id = "1, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Parked for ever beside a free connection: lost wake-up.")
    @State
    public static class Twin {
        private final Sleeper.Careless sleeper = new Sleeper.Careless(Sleeper.SERVED);

        @Actor
        public void waiter(II_Result r) {
            r.r1 = sleeper.waitFor();
        }

        @Actor
        public void owner() {
            sleeper.tell();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = sleeper.isWoken() ? 1 : 0;
        }
    }
}
