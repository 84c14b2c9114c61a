/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads want the one connection that is free. */
@Proves(type = ConnectionPool.class, promise = "a connection has one owner at a time")
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "One of the two has the connection.")
@Outcome(expect = FORBIDDEN, desc = "Nobody has the connection, which was free.")
public class ConnectionPoolOneOwnerStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolOneOwnerStress.class)
    @Outcome(id = "true, true", expect = FORBIDDEN, desc = "Both have the one connection.")
    @State
    public static class Real {
        private final ConnectionPool<String, Server.Connection> pool = new Server().pool(1);

        public Real() {
            Server.acquire(pool).close();
        }

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = Server.isTaken(pool.tryAcquire(Server.KEY));
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = Server.isTaken(pool.tryAcquire(Server.KEY));
        }
    }

    /** The textbook's pool: looks whether the connection is free, and then takes it. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolOneOwnerStress.class)
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "Both have the one connection.")
    @State
    public static class Twin {
        private volatile boolean leased;

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = tryAcquire();
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = tryAcquire();
        }

        private boolean tryAcquire() {
            if (leased) {
                return false;
            }
            Dawdle.here();
            leased = true;
            return true;
        }
    }
}
