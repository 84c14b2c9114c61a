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

/** Four threads add one each, on a machine that may have fewer processors. */
@Proves(type = Total.class, promise = "no addition is lost")
@Outcome(id = "4", expect = ACCEPTABLE, desc = "All additions are in the total.")
@Outcome(expect = FORBIDDEN, desc = "A total that no order of the additions explains.")
public class TotalNoAdditionOfFourIsLostStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(TotalNoAdditionOfFourIsLostStress.class)
    @Outcome(
            id = {"1", "2", "3"},
            expect = FORBIDDEN,
            desc = "An addition is lost.")
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

        @Actor
        public void third() {
            total.add(1);
        }

        @Actor
        public void fourth() {
            total.add(1);
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = total.sum();
        }
    }

    /** The textbook's counter. */
    @JCStressTest
    @JCStressMeta(TotalNoAdditionOfFourIsLostStress.class)
    @Outcome(
            id = {"1", "2", "3"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Two threads read the same total.")
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

        @Actor
        public void third() {
            total += 1;
        }

        @Actor
        public void fourth() {
            total += 1;
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = total;
        }
    }
}
