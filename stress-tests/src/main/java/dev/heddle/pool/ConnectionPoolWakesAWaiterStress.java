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
 * One thread goes to sleep for a connection while another gives it back. The result: whether the first parked, and
 * whether it was woken. Who parks leaves the harness by an exception, so that a lost wake-up is an outcome and not a
 * hang.
 */
@Proves(type = ConnectionPool.class, promise = "a connection that comes back wakes a waiter")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Found the connection, and did not park.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Found the connection; the wake-up was not needed.")
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
            try {
                pool.acquire(Server.KEY, Duration.ofHours(1));
            } catch (Bed.Parked parked) {
                r.r1 = 1;
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
        private final Bed bed = new Bed();
        private final AtomicBoolean leased = new AtomicBoolean(true);
        private final AtomicBoolean waiting = new AtomicBoolean();

        @Actor
        public void waiter(II_Result r) {
            if (!leased.compareAndSet(false, true)) {
                Dawdle.here();
                Dawdle.here();
                waiting.set(true);
                try {
                    bed.park(this);
                } catch (Bed.Parked parked) {
                    r.r1 = 1;
                }
            }
        }

        @Actor
        public void owner() {
            Dawdle.here();
            leased.set(false);
            if (waiting.get()) {
                bed.unpark(Thread.currentThread());
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = bed.isWoken() ? 1 : 0;
        }
    }
}
