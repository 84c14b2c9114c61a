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
import org.openjdk.jcstress.infra.results.L_Result;

/** One thread executes a statement while another closes the connection. */
@Proves(type = PooledDataSource.class, promise = "no call runs on a backend that was given back")
@Outcome(id = "mine", expect = ACCEPTABLE, desc = "The call came first, and the close waited for it.")
@Outcome(id = "refused", expect = ACCEPTABLE, desc = "The close came first.")
@Outcome(expect = FORBIDDEN, desc = "The connection was not given back, or something else went wrong.")
public class NoCallAfterGivenBackStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(NoCallAfterGivenBackStress.class)
    @Outcome(id = "theirs", expect = FORBIDDEN, desc = "The call ran on a backend of the next user.")
    @State
    public static class Real {
        private final StubSession session = new StubSession();
        private final PooledConnection connection = session.lease();

        @Actor
        public void call(L_Result r) {
            try {
                r.r1 = connection.nativeSQL("select");
            } catch (SQLException e) {
                r.r1 = "08003".equals(e.getSQLState()) ? "refused" : e.toString();
            }
        }

        @Actor
        public void close() {
            connection.close();
        }

        @Arbiter
        public void after(L_Result r) {
            if (session.givenBack.get() != 1) {
                r.r1 = "kept";
            }
        }
    }

    /** Looks whether the connection is closed, and calls. */
    @JCStressTest
    @JCStressMeta(NoCallAfterGivenBackStress.class)
    @Outcome(id = "theirs", expect = ACCEPTABLE_INTERESTING, desc = "It was given back between the look and the call.")
    @State
    public static class Twin {
        private final StubSession session = new StubSession();
        private volatile boolean closed;

        @Actor
        public void call(L_Result r) {
            if (closed) {
                r.r1 = "refused";
                return;
            }
            Dawdle.here();
            try {
                r.r1 = session.raw().nativeSQL("select");
            } catch (SQLException e) {
                r.r1 = e.toString();
            }
        }

        @Actor
        public void close() {
            closed = true;
            session.giveBackAfterReset();
        }

        @Arbiter
        public void after(L_Result r) {
            if (session.givenBack.get() != 1) {
                r.r1 = "kept";
            }
        }
    }
}
