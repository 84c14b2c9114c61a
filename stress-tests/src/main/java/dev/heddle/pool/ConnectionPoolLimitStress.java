/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads want the first connection of a key that may have one. The result: how many were opened. */
@Proves(type = ConnectionPool.class, promise = "there are never more connections than the limit")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "One was opened.")
@Outcome(expect = FORBIDDEN, desc = "None was opened.")
public class ConnectionPoolLimitStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolLimitStress.class)
    @Outcome(id = "2", expect = FORBIDDEN, desc = "Double create: both saw that there was none.")
    @State
    public static class Real {
        private final Server server = new Server();
        private final ConnectionPool<String, Server.Connection> pool = server.pool(1);

        @Actor
        public void first() {
            pool.tryAcquire(Server.KEY);
        }

        @Actor
        public void second() {
            pool.tryAcquire(Server.KEY);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = server.opened.get();
        }
    }

    /** The textbook's map of connections: looks for the key, and then opens. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolLimitStress.class)
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "Double create: both saw that there was none.")
    @State
    public static class Twin {
        private final Server server = new Server();
        private final ConcurrentHashMap<String, Server.Connection> connections = new ConcurrentHashMap<>();

        @Actor
        public void first() {
            acquire();
        }

        @Actor
        public void second() {
            acquire();
        }

        private void acquire() {
            if (connections.get(Server.KEY) == null) {
                connections.put(Server.KEY, server.open(Server.KEY));
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = server.opened.get();
        }
    }
}
