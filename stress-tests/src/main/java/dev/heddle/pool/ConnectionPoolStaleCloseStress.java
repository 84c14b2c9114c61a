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
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread closes a lease and acquires again; another closes the old lease once more. The result: whether the new
 * owner has the connection, and whether yet another can get it.
 */
@Proves(type = ConnectionPool.class, promise = "a stale close does not take the connection from its next owner")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The connection is its next owner's.")
@Outcome(expect = FORBIDDEN, desc = "The connection was free and could not be had.")
public class ConnectionPoolStaleCloseStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolStaleCloseStress.class)
    @Outcome(
            id = "1, 1",
            expect = FORBIDDEN,
            desc = "The stale close gave the connection of the next owner away: two have it.")
    @State
    public static class Real {
        private final ConnectionPool<String, Server.Connection> pool = new Server().pool(1);
        private final Handle<Server.Connection> old = Server.acquire(pool);

        @Actor
        public void next(II_Result r) {
            old.close();
            Handle<Server.Connection> lease = pool.tryAcquire(Server.KEY);
            while (lease == null) {
                lease = pool.tryAcquire(Server.KEY); // the other close is putting the connection in order
            }
            r.r1 = 1;
        }

        @Actor
        public void stale() {
            old.close();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = Server.isTaken(pool.tryAcquire(Server.KEY)) ? 1 : 0;
        }
    }

    /** Closing marks the connection as free, whoever has it. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolStaleCloseStress.class)
    @Outcome(
            id = "1, 1",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The stale close gave the connection of the next owner away: two have it.")
    @State
    public static class Twin {
        private final AtomicBoolean leased = new AtomicBoolean(true);

        @Actor
        public void next(II_Result r) {
            close();
            while (!leased.compareAndSet(false, true)) {
                Thread.onSpinWait();
            }
            r.r1 = 1;
        }

        @Actor
        public void stale() {
            close();
        }

        private void close() {
            leased.set(false);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = leased.compareAndSet(false, true) ? 1 : 0;
        }
    }
}
