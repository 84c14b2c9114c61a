/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.handle.Handle;
import dev.heddle.internal.Parking;
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
 * Somebody has waited for too long when the connection comes back, and another comes by at that moment. The result:
 * whether the other got it, and whether the waiter was woken to have it.
 */
@Proves(type = ConnectionPool.class, promise = "who has waited for too long is served before those who come")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The connection was handed to the one who waits.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ConnectionPoolOverdueStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolOverdueStress.class)
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The one who came by took it, and the other waits on.")
    @State
    public static class Real {
        private final Alarm alarm = new Alarm();
        private final ConnectionPool<String, Server.Connection> pool = new Server().pool(1, alarm);
        private final Handle<Server.Connection> lease = Server.acquire(pool);

        public Real() {
            alarm.set();
            try {
                pool.acquire(Server.KEY, Duration.ofDays(1));
                throw new AssertionError("there is one connection");
            } catch (Bed.Parked parked) {
                alarm.bed.make();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Actor
        public void owner() {
            lease.close();
        }

        @Actor
        public void comer(II_Result r) {
            r.r1 = Server.isTaken(pool.tryAcquire(Server.KEY)) ? 1 : 0;
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = alarm.bed.isWoken() ? 1 : 0;
        }
    }

    /** The connection is set free, and then given to the one who waits. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolOverdueStress.class)
    @Outcome(
            id = "1, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The one who came by took it, and the other waits on.")
    @State
    public static class Twin {
        private final Bed bed = new Bed();
        private final AtomicBoolean free = new AtomicBoolean();

        @Actor
        public void owner() {
            free.set(true);
            Dawdle.here();
            if (free.compareAndSet(true, false)) {
                bed.unpark(Thread.currentThread());
            }
        }

        @Actor
        public void comer(II_Result r) {
            Dawdle.here();
            r.r1 = free.compareAndSet(true, false) ? 1 : 0;
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = bed.isWoken() ? 1 : 0;
        }
    }

    /** A bed for one waiter who gets up once, an hour later, and lies down again. */
    private static final class Alarm implements Parking {
        private final Bed bed = new Bed();
        private long now = 1;
        private boolean set;

        void set() {
            bed.make();
            set = true;
        }

        @Override
        public void park(Object blocker) {
            if (set) {
                set = false;
                now += Duration.ofHours(1).toNanos();
            } else {
                bed.park(blocker);
            }
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
            park(blocker);
        }

        @Override
        public void unpark(Thread thread) {
            bed.unpark(thread);
        }

        @Override
        public long nanoTime() {
            return now;
        }
    }
}
