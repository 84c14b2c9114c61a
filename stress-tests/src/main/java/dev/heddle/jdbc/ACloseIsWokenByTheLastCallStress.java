/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.internal.Parking;
import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** The last call ends while another thread closes the connection. The result: whether the close was left asleep. */
@Proves(type = PooledDataSource.class, promise = "a close is woken by the last call that it waits for")
@Outcome(id = "false", expect = ACCEPTABLE, desc = "It did not sleep, or was woken.")
@Outcome(expect = FORBIDDEN, desc = "The call has ended, and the close sleeps.")
public class ACloseIsWokenByTheLastCallStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(ACloseIsWokenByTheLastCallStress.class)
    @State
    public static class Real {
        private static final ThreadLocal<Real> HERE = new ThreadLocal<>();
        private static final PooledDataSource SOURCE = StubSession.source(new Beds());

        private final Sleep sleep = new Sleep();
        private final PooledConnection connection = new StubSession().lease(SOURCE);

        public Real() {
            if (!connection.tryEnter()) {
                throw new IllegalStateException("nobody has closed it");
            }
        }

        @Actor
        public void call() {
            HERE.set(this);
            connection.leave();
            sleep.ended = true;
        }

        @Actor
        public void close(Z_Result r) {
            HERE.set(this);
            connection.close();
            r.r1 = sleep.lost;
        }

        /** Finds the sleep of the connection that the thread works on. */
        private static final class Beds implements Parking {
            @Override
            public void park(Object blocker) {
                HERE.get().sleep.sleep();
            }

            @Override
            public void parkNanos(Object blocker, long nanos) {
                HERE.get().sleep.sleep();
            }

            @Override
            public void unpark(Thread thread) {
                HERE.get().sleep.woken = true;
            }
        }
    }

    /** Looks whether calls are under way, and only then says that it waits for them. */
    @JCStressTest
    @JCStressMeta(ACloseIsWokenByTheLastCallStress.class)
    @Outcome(id = "true", expect = ACCEPTABLE_INTERESTING, desc = "The call ended between the two.")
    @State
    public static class Twin {
        private final Sleep sleep = new Sleep();
        private volatile int calls = 1;
        private volatile boolean waiting;

        @Actor
        public void call() {
            calls = 0;
            if (waiting) {
                sleep.woken = true;
            }
            sleep.ended = true;
        }

        @Actor
        public void close(Z_Result r) {
            if (calls != 0) {
                Dawdle.here();
                waiting = true;
                sleep.sleep();
            }
            r.r1 = sleep.lost;
        }
    }

    /** A sleep that ends when the call has ended, which is the last moment to be woken. */
    private static final class Sleep {
        private volatile boolean woken;
        private volatile boolean ended;
        private boolean lost;

        void sleep() {
            while (!woken && !ended) {
                Thread.onSpinWait();
            }
            lost |= !woken;
        }
    }
}
