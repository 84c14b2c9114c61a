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

/** Two threads change a setting for the first time, by the driver's own method; then the connection is given back. */
@Proves(type = PooledDataSource.class, promise = "settings are put back, whoever has changed them")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The next user finds the setting as it was.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class AnOriginalSettingIsReadBeforeAnyChangeStress {

    /** The session of a backend. */
    @JCStressTest
    @JCStressMeta(AnOriginalSettingIsReadBeforeAnyChangeStress.class)
    @Outcome(
            id = {"1", "2"},
            expect = FORBIDDEN,
            desc = "The change of the one was taken for the original by the other.")
    @State
    public static class Real {
        private final StubSettings driver = new StubSettings();
        private final Session session = new Session();

        @Actor
        public void first() {
            change(1);
        }

        @Actor
        public void second() {
            change(2);
        }

        @Arbiter
        public void after(I_Result r) {
            try {
                session.restore(driver.connection);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            r.r1 = driver.networkTimeout;
        }

        private void change(int millis) {
            try {
                session.willChange(driver.connection, Setting.NETWORK_TIMEOUT);
                driver.networkTimeout = millis;
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Looks whether the original is known, and reads it then. */
    @JCStressTest
    @JCStressMeta(AnOriginalSettingIsReadBeforeAnyChangeStress.class)
    @Outcome(
            id = {"1", "2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "The change of the one was taken for the original by the other.")
    @State
    public static class Twin {
        private final StubSettings driver = new StubSettings();
        private volatile boolean known;
        private volatile int original;

        @Actor
        public void first() {
            change(1);
        }

        @Actor
        public void second() {
            change(2);
        }

        @Arbiter
        public void after(I_Result r) {
            driver.networkTimeout = original;
            r.r1 = driver.networkTimeout;
        }

        private void change(int millis) {
            if (!known) {
                Dawdle.here();
                original = driver.networkTimeout;
                known = true;
            }
            driver.networkTimeout = millis;
        }
    }
}
