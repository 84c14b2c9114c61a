/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.handle.Handle;
import dev.heddle.internal.Leasable;
import dev.heddle.internal.PoolAccess;
import dev.heddle.internal.PoolAccess.Opening;
import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.lang.invoke.MethodHandles;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads take the one connection in turn and count in it. Each takes it the long way, which leaves a hint, and
 * then the short way, as a data source does. The result: whether a count was lost, and how many leases went the short
 * way.
 */
@Proves(type = ConnectionPool.class, promise = "a connection has one owner at a time")
@Outcome(
        id = {"0, 0", "0, 1", "0, 2"},
        expect = ACCEPTABLE,
        desc = "Each owner was alone, and saw what the one before it did.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ConnectionPoolOneOwnerByHintStress {

    /** The real pool. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolOneOwnerByHintStress.class)
    @Outcome(
            id = {"1, 0", "1, 1", "1, 2"},
            expect = FORBIDDEN,
            desc = "Two had the one connection, or one did not see what the last one did.")
    @State
    public static class Real {
        private static final PoolAccess POOLS = PoolAccess.of(MethodHandles.lookup(), ConnectionPool.class);
        private static final Opening<Server.Connection, Lease> LEASE = Lease::new;

        private final ConnectionPool<String, Server.Connection> pool = new Server(false).pool(1);
        private final Visits first = new Visits();
        private final Visits second = new Visits();

        public Real() {
            Server.acquire(pool).close();
        }

        @Actor
        public void first() {
            visit(first);
        }

        @Actor
        public void second() {
            visit(second);
        }

        @Arbiter
        public void after(II_Result r) {
            int counts = Server.acquire(pool).get().data;
            r.r1 = first.all + second.all == counts ? 0 : 1;
            r.r2 = first.shortWay + second.shortWay;
        }

        private void visit(Visits mine) {
            Handle<Server.Connection> handle = pool.tryAcquire(Server.KEY);
            if (handle != null) {
                mine.all++;
                count(handle.get());
                handle.close();
            }
            Lease lease = POOLS.claim(pool, Server.KEY, LEASE);
            if (lease != null) {
                mine.all++;
                mine.shortWay++;
                count(requireNonNull(lease.cell.resource()));
                lease.close();
            }
        }

        private static void count(Server.Connection connection) {
            int seen = connection.data;
            Dawdle.here();
            connection.data = seen + 1;
        }
    }

    /** Where somebody was last is looked at, and then taken. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolOneOwnerByHintStress.class)
    @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "Two had the one connection.")
    @State
    public static class Twin {
        private final Visits first = new Visits();
        private final Visits second = new Visits();
        private volatile boolean leased;
        private int data;

        @Actor
        public void first() {
            visit(first);
        }

        @Actor
        public void second() {
            visit(second);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = first.all + second.all == data ? 0 : 1;
            r.r2 = 0;
        }

        private void visit(Visits mine) {
            if (!leased) {
                leased = true;
                mine.all++;
                int seen = data;
                Dawdle.here();
                data = seen + 1;
                leased = false;
            }
        }
    }

    /** What one thread has done. */
    private static final class Visits {
        int all;
        int shortWay;
    }

    /** A lease without a handle. */
    private record Lease(Leasable<Server.Connection> cell, long first) {
        void close() {
            int left = cell.releaseUnused(first);
            if (left != Leasable.DONE) {
                throw new AssertionError("nobody waits, and nothing is to be reset: " + left);
            }
        }
    }
}
