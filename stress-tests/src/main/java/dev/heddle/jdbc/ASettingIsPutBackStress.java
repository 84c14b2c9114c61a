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
import org.openjdk.jcstress.infra.results.Z_Result;

/** Two threads change one setting, one of them to what it was; then the connection is given back. */
@Proves(type = PooledDataSource.class, promise = "settings are put back, whoever has changed them")
@Outcome(id = "false", expect = ACCEPTABLE, desc = "The next user finds the setting as it was.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ASettingIsPutBackStress {

    /** The session of a backend. */
    @JCStressTest
    @JCStressMeta(ASettingIsPutBackStress.class)
    @Outcome(id = "true", expect = FORBIDDEN, desc = "The next user can only read.")
    @State
    public static class Real {
        private final StubSettings driver = new StubSettings();
        private final Session session = new Session();

        @Actor
        public void there() {
            change(true);
        }

        @Actor
        public void back() {
            change(false);
        }

        @Arbiter
        public void after(Z_Result r) {
            try {
                session.restore(driver.connection);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            r.r1 = driver.readOnly;
        }

        private void change(boolean readOnly) {
            try {
                session.change(driver.connection, Setting.READ_ONLY, readOnly);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Changes the setting, and takes note of it afterwards. */
    @JCStressTest
    @JCStressMeta(ASettingIsPutBackStress.class)
    @Outcome(
            id = "true",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The one who changed it back came first, and its note last.")
    @State
    public static class Twin {
        private final StubSettings driver = new StubSettings();
        private volatile boolean changed;

        @Actor
        public void there() {
            Dawdle.here();
            driver.readOnly = true;
            changed = true;
            Dawdle.here();
        }

        @Actor
        public void back() {
            driver.readOnly = false;
            Dawdle.here();
            Dawdle.here();
            changed = false;
        }

        @Arbiter
        public void after(Z_Result r) {
            if (changed) {
                driver.readOnly = false;
            }
            r.r1 = driver.readOnly;
        }
    }
}
