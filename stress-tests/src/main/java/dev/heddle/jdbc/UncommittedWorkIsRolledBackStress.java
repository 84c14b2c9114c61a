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
import org.openjdk.jcstress.infra.results.I_Result;

/** One thread commits while another executes a statement; then the connection is closed. */
@Proves(type = PooledDataSource.class, promise = "work that nobody has committed is rolled back, whoever else commits")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nothing uncommitted is left for the next user.")
@Outcome(expect = FORBIDDEN, desc = "More work than was done.")
public class UncommittedWorkIsRolledBackStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(UncommittedWorkIsRolledBackStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "The next user would commit it.")
    @State
    public static class Real {
        private final StubSession session = new StubSession();
        private final PooledConnection connection = session.lease();

        @Actor
        public void execute() {
            try {
                connection.nativeSQL("update");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Actor
        public void commit() {
            try {
                connection.commit();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Arbiter
        public void after(I_Result r) {
            connection.close();
            r.r1 = session.uncommitted.get();
        }
    }

    /** Takes note before the statement, and forgets after the commit. */
    @JCStressTest
    @JCStressMeta(UncommittedWorkIsRolledBackStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "The commit came first, its note last.")
    @State
    public static class Twin {
        private final StubSession session = new StubSession();
        private volatile boolean used;

        @Actor
        public void execute() {
            try {
                used = true;
                Dawdle.here();
                session.raw().nativeSQL("update");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Actor
        public void commit() {
            try {
                session.raw().commit();
                Dawdle.here();
                used = false;
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Arbiter
        public void after(I_Result r) {
            if (used) {
                session.giveBackAfterReset();
            }
            r.r1 = session.uncommitted.get();
        }
    }
}
