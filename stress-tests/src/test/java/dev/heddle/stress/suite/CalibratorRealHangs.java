/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress.suite;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A harness over a class that never comes back. */
@Proves(type = Total.class, promise = "no addition is lost", blocking = true)
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both additions are in the total.")
@Outcome(expect = FORBIDDEN, desc = "A total that no order of the additions explains.")
public class CalibratorRealHangs {

    /** Waits for what never comes. */
    @JCStressTest
    @JCStressMeta(CalibratorRealHangs.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "One addition is lost.")
    @State
    public static class Real {
        private long total;
        private volatile boolean never;

        @Actor
        public void first() {
            total += 1;
        }

        @Actor
        public void second() {
            while (!never) {
                Thread.onSpinWait();
            }
            never = false;
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = total;
        }
    }

    /** A twin that ends, and is caught every time. */
    @JCStressTest
    @JCStressMeta(CalibratorRealHangs.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "One addition is lost.")
    @State
    public static class Twin {
        private long total;

        @Actor
        public void first() {
            total += 1;
        }

        @Actor
        public void second() {
            // Adds nothing.
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = total;
        }
    }
}
