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
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** One owner writes to the connection and closes the lease; the next reads. */
@Proves(type = ConnectionPool.class, promise = "the next owner sees what the last one did")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The next owner saw the work of the last.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "The connection was not free yet.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ConnectionPoolNextOwnerSeesStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolNextOwnerSeesStress.class)
    @Outcome(id = "0", expect = FORBIDDEN, desc = "The next owner missed what the last one did.")
    @State
    public static class Real {
        private final ConnectionPool<String, Server.Connection> pool = new Server().pool(1);
        private final Handle<Server.Connection> lease = Server.acquire(pool);

        @Actor
        public void last() {
            lease.get().data = 1;
            lease.close();
        }

        @Actor
        public void next(I_Result r) {
            Handle<Server.Connection> mine = pool.tryAcquire(Server.KEY);
            r.r1 = mine == null ? 2 : mine.get().data;
        }
    }

    /** Gives the connection back one line too early. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolNextOwnerSeesStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "The next owner missed what the last one did.")
    @State
    public static class Twin {
        private final Server.Connection connection = new Server.Connection();
        private volatile boolean leased = true;

        @Actor
        public void last() {
            leased = false;
            Dawdle.here();
            Dawdle.here();
            connection.data = 1;
        }

        @Actor
        public void next(I_Result r) {
            Dawdle.here();
            r.r1 = leased ? 2 : connection.data;
        }
    }
}
