/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The thread that looks after idle connections goes to sleep while the pool is closed. The result: whether it parked,
 * and whether it was woken.
 */
@Proves(type = ConnectionPool.class, promise = "nobody waits in a closed pool")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Saw the end; the wake-up was not needed.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Parked, and was woken.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ConnectionPoolKeeperEndsStress {

    /** The real keeper. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolKeeperEndsStress.class)
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Parked, and sleeps until the next round.")
    @State
    public static class Real {
        private final Bed bed = new Bed();
        private final Engine<String, Server.Connection> engine = new Engine<>(new Settings<>(
                new Server(), "stress", 1, 1, 0, 0, 0, 0, 0, 0, null, new ReentrantLock(), bed, Runnable::run));
        private final Guard guard = new Guard(new ReentrantLock(), bed, Runnable::run);
        private final Keeper<String, Server.Connection> keeper =
                new Keeper<>(engine, new Stock<>(engine, guard, true), guard);
        private final Thread thread = new Thread(); // as which the keeper is known

        public Real() {
            keeper.keptBy(thread);
        }

        @Actor
        public void keeper(II_Result r) {
            try {
                keeper.keep();
            } catch (Bed.Parked parked) {
                r.r1 = 1;
            }
        }

        @Actor
        public void closer() {
            keeper.end();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = bed.isWoken() ? 1 : 0;
        }
    }

    /** Looks whether it is the end, and only then says that it sleeps. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolKeeperEndsStress.class)
    @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "Parked, and sleeps until the next round.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Saw the end, and did not park.")
    @State
    public static class Twin {
        private final Sleeper.Careless sleeper = new Sleeper.Careless(Sleeper.REFUSED);

        @Actor
        public void keeper(II_Result r) {
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
