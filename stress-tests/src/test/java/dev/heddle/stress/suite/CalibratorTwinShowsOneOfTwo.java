/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress.suite;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A harness that asks for every outcome of its twin, of which one never comes. */
@Proves(type = Total.class, promise = "no addition is lost", everyOutcome = true)
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both additions are in the total.")
@Outcome(expect = FORBIDDEN, desc = "A total that no order of the additions explains.")
public class CalibratorTwinShowsOneOfTwo {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(CalibratorTwinShowsOneOfTwo.class)
    @Outcome(
            id = {"0", "1"},
            expect = FORBIDDEN,
            desc = "One addition is lost, or both.")
    @State
    public static class Real {
        private final Total total = new Total();

        @Actor
        public void first() {
            total.add(1);
        }

        @Actor
        public void second() {
            total.add(1);
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = total.sum();
        }
    }

    /** Loses additions, but never both. */
    @JCStressTest
    @JCStressMeta(CalibratorTwinShowsOneOfTwo.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "One addition is lost.")
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "Both additions are lost.")
    @State
    public static class Twin {
        private long total;

        @Actor
        public void first() {
            long read = total;
            Dawdle.here();
            total = read + 1;
        }

        @Actor
        public void second() {
            long read = total;
            Dawdle.here();
            total = read + 1;
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = total;
        }
    }
}
