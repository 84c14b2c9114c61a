/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.sql.SQLException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread aborts a connection while another closes it. The result: whether the abort reached the driver, and whether
 * the backend was given back.
 */
@Proves(type = PooledDataSource.class, promise = "no call runs on a backend that was given back")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The abort came first, and the backend was given up.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The close came first.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class AnAbortHitsNobodyElseStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(AnAbortHitsNobodyElseStress.class)
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "The abort hit whoever had the backend by then.")
    @State
    public static class Real {
        private final StubSession session = new StubSession();
        private final PooledConnection connection = session.lease();

        @Actor
        public void abort() {
            try {
                connection.abort(Runnable::run);
            } catch (IllegalArgumentException e) {
                // the pool does not know the session that it is to give up
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Actor
        public void close() {
            try {
                connection.close();
            } catch (IllegalArgumentException e) {
                // as above
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = session.aborts.get();
            r.r2 = session.givenBack.get();
        }
    }

    /** Looks whether the connection is closed, marks it, and goes to the driver. */
    @JCStressTest
    @JCStressMeta(AnAbortHitsNobodyElseStress.class)
    @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "It was given back between the look and the call.")
    @State
    public static class Twin {
        private final StubSession session = new StubSession();
        private volatile boolean closed;

        @Actor
        public void abort() {
            if (!closed) {
                Dawdle.here();
                closed = true;
                session.aborts.incrementAndGet();
            }
        }

        @Actor
        public void close() {
            if (!closed) {
                closed = true;
                session.giveBackAfterReset();
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = session.aborts.get();
            r.r2 = session.givenBack.get();
        }
    }
}
