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

/** A harness over a class that does what no outcome names. */
@Proves(type = Total.class, promise = "no addition is lost")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both additions are in the total.")
public class CalibratorRealSurprises {

    /** A class that adds too much. */
    @JCStressTest
    @JCStressMeta(CalibratorRealSurprises.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "One addition is lost.")
    @State
    public static class Real {
        private long total;
        private long more;

        @Actor
        public void first() {
            total += 1;
        }

        @Actor
        public void second() {
            // Every time, so that the test of the gate needs no luck; and the other actor never touches this.
            more = 2;
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = total + more;
        }
    }

    /** A twin that does too. */
    @JCStressTest
    @JCStressMeta(CalibratorRealSurprises.class)
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
            total += 1;
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = total;
        }
    }
}
