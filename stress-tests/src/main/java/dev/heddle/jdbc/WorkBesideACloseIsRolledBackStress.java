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
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The first call of a lease comes and goes while another thread closes the connection. */
@Proves(type = PooledDataSource.class, promise = "work that nobody has committed is rolled back, whoever else commits")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Rolled back, or refused.")
@Outcome(expect = FORBIDDEN, desc = "More work than was done.")
public class WorkBesideACloseIsRolledBackStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(WorkBesideACloseIsRolledBackStress.class)
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
                // the close came first
            }
        }

        @Actor
        public void close() {
            connection.close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = session.uncommitted.get();
        }
    }

    /** Finds that there is nothing to reset, and gives back if no call is running. */
    @JCStressTest
    @JCStressMeta(WorkBesideACloseIsRolledBackStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "The call came and went between the two looks.")
    @State
    public static class Twin {
        private static final int CLOSED = Integer.MIN_VALUE;

        private final StubSession session = new StubSession();
        private final AtomicInteger calls = new AtomicInteger();
        private volatile boolean used;

        @Actor
        public void execute() {
            if (calls.getAndIncrement() >= 0) {
                try {
                    session.raw().nativeSQL("update");
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
                Dawdle.here();
                used = true;
            }
            calls.getAndDecrement();
        }

        @Actor
        public void close() {
            boolean asNew = !used;
            Dawdle.here();
            while (!calls.compareAndSet(0, CLOSED)) {
                Thread.onSpinWait();
            }
            if (!asNew) {
                session.giveBackAfterReset();
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = session.uncommitted.get();
        }
    }
}
