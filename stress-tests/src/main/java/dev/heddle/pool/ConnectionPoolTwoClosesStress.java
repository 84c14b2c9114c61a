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
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two threads close one lease, and then one handle of another lease that has a second owner. The result: how often a
 * connection was put in order.
 */
@Proves(type = ConnectionPool.class, promise = "two closes of one lease give the connection back once")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "One of the two gave it back.")
@Outcome(expect = FORBIDDEN, desc = "Nobody gave it back.")
public class ConnectionPoolTwoClosesStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolTwoClosesStress.class)
    @Outcome(id = "2", expect = FORBIDDEN, desc = "One was given back twice, or under its second owner.")
    @State
    public static class Real {
        private final Server server = new Server(true);
        private final Handle<Server.Connection> lease = Server.acquire(server.pool(1));
        private final Handle<Server.Connection> shared = Server.acquire(server.pool(1));
        private final Handle<Server.Connection> other = shared.retain();

        @Actor
        public void first() {
            lease.close();
            shared.close();
        }

        @Actor
        public void second() {
            lease.close();
            shared.close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = server.resets.get();
            other.close();
        }
    }

    /** A close that asks whether it is the first, and then says that it was. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolTwoClosesStress.class)
    @Outcome(
            id = "2",
            expect = ACCEPTABLE_INTERESTING,
            desc = "It was given back twice: the second reset met its next owner.")
    @State
    public static class Twin {
        private final AtomicInteger resets = new AtomicInteger();
        private volatile boolean closed;

        @Actor
        public void first() {
            close();
        }

        @Actor
        public void second() {
            close();
        }

        private void close() {
            if (!closed) {
                Dawdle.here();
                closed = true;
                resets.incrementAndGet();
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = resets.get();
        }
    }
}
