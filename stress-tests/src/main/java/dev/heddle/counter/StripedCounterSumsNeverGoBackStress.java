/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** One thread adds to a shared cell first and to its own one then; the other sums some times. */
@Proves(type = StripedCounter.class, promise = "sums never go back while nothing is subtracted")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Each sum is at least the one before.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class StripedCounterSumsNeverGoBackStress {
    private static final int ADDITIONS = 20;
    private static final int SUMS = 40;

    /** The real class. */
    @JCStressTest
    @JCStressMeta(StripedCounterSumsNeverGoBackStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "A sum is less than the one before.")
    @State
    public static class Real {
        private final StripedCounter counter = StripedCounter.withPatience(1);

        @Actor
        public void first() {
            for (int i = 0; i < ADDITIONS; i++) {
                counter.increment();
            }
        }

        @Actor
        public void second(I_Result r) {
            long last = 0;
            for (int i = 0; i < SUMS; i++) {
                long sum = counter.sum();
                if (sum < last) {
                    r.r1 = 1;
                }
                last = sum;
            }
        }
    }

    /** Takes its additions along from the shared cell to its own one, one by one. */
    @JCStressTest
    @JCStressMeta(StripedCounterSumsNeverGoBackStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "A sum is less than the one before.")
    @State
    public static class Twin {
        private final CellState shared = new Cell();
        private final CellState own = new Cell();

        @Actor
        public void first() {
            long id = Thread.currentThread().threadId();
            for (int i = 0; i < ADDITIONS; i++) {
                shared.addShared(id, 1);
                Dawdle.here();
                shared.addShared(id, -1);
                Dawdle.here();
                own.addOwned(1);
            }
        }

        @Actor
        public void second(I_Result r) {
            long last = 0;
            for (int i = 0; i < SUMS; i++) {
                long sum = own.valueOpaque() + shared.valueOpaque();
                if (sum < last) {
                    r.r1 = 1;
                }
                last = sum;
                Dawdle.here(); // between two sums: within one it would skip the moment when an addition is nowhere
            }
        }
    }
}
