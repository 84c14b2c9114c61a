/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.handle.Handle;
import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread goes to sleep for a connection while another closes the pool. The result: whether the first parked, and
 * whether it was woken.
 */
@Proves(type = ConnectionPool.class, promise = "nobody waits in a closed pool")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Was refused, and did not park.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Was refused; the wake-up was not needed.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Parked, and was woken.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ConnectionPoolClosedStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolClosedStress.class)
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Parked in a closed pool, and nobody will come.")
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
        public void closer() {
            pool.close();
        }

        @Arbiter
        public void after(II_Result r) {
            lease.close();
            r.r2 = bed.isWoken() ? 1 : 0;
        }
    }

    /** Looks whether the pool is closed, and then joins those who wait. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolClosedStress.class)
    @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "Parked in a closed pool, and nobody will come.")
    @State
    public static class Twin {
        private final Sleeper.Careless sleeper = new Sleeper.Careless(Sleeper.REFUSED);

        @Actor
        public void waiter(II_Result r) {
            r.r1 = sleeper.waitFor();
        }

        @Actor
        public void closer() {
            sleeper.tell();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = sleeper.isWoken() ? 1 : 0;
        }
    }
}
