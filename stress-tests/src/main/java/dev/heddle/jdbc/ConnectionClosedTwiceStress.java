/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.jdbc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.sql.SQLException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads close one connection that has uncommitted work. */
@Proves(type = PooledDataSource.class, promise = "a connection closed twice is reset and given back once")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Rolled back and given back by one of the two.")
@Outcome(expect = FORBIDDEN, desc = "Not rolled back, or not given back.")
public class ConnectionClosedTwiceStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(ConnectionClosedTwiceStress.class)
    @Outcome(
            id = {"2, 1", "1, 2", "2, 2"},
            expect = FORBIDDEN,
            desc = "Twice: the second hit whoever had the backend by then.")
    @State
    public static class Real {
        private final StubSession session = new StubSession();
        private final PooledConnection connection = session.lease();

        public Real() {
            try {
                connection.nativeSQL("update");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Actor
        public void first() {
            connection.close();
        }

        @Actor
        public void second() {
            connection.close();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = session.rollbacks.get();
            r.r2 = session.givenBack.get();
        }
    }

    /** What pools in wide use do: look whether it is closed, mark it, reset it and give it back. */
    @JCStressTest
    @JCStressMeta(ConnectionClosedTwiceStress.class)
    @Outcome(
            id = {"2, 1", "1, 2", "2, 2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both found it open.")
    @State
    public static class Twin {
        private final StubSession session = new StubSession();
        private volatile boolean closed;

        @Actor
        public void first() {
            close();
        }

        @Actor
        public void second() {
            close();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = session.rollbacks.get();
            r.r2 = session.givenBack.get();
        }

        private void close() {
            if (!closed) {
                closed = true;
                session.giveBackAfterReset();
            }
        }
    }
}
