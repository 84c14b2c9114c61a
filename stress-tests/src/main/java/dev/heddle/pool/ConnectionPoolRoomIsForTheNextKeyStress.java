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
 * A key finds no room for a connection while the one of another key comes back, which nobody waits for. The result:
 * whether the thread that wants the new one parked, and whether it was woken.
 */
@Proves(type = ConnectionPool.class, promise = "a connection that comes back makes room for a key that has none")
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Found the room, and did not park.")
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Found the room; the wake-up was not needed.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Parked, and was woken.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ConnectionPoolRoomIsForTheNextKeyStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolRoomIsForTheNextKeyStress.class)
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Parked for ever beside an idle connection of another key.")
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
            r.r1 = Sleeper.waitFor(pool, "another key");
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

    /** Looks for room, and only then says that it needs some. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolRoomIsForTheNextKeyStress.class)
    @Outcome(
            id = "1, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Parked for ever beside an idle connection of another key.")
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
