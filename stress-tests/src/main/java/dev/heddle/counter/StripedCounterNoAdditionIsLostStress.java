/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

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
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads add, more often than it takes to retire the cell inside the counter and to earn cells beside it. */
@Proves(type = StripedCounter.class, promise = "no addition is lost")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nothing is missing.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class StripedCounterNoAdditionIsLostStress {
    private static final int ADDITIONS = CellTable.PATIENCE + 6;

    /** The real class. */
    @JCStressTest
    @JCStressMeta(StripedCounterNoAdditionIsLostStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "An addition is lost.")
    @State
    public static class Real {
        private final StripedCounter counter = new StripedCounter();

        @Actor
        public void first() {
            for (int i = 0; i < ADDITIONS; i++) {
                counter.increment();
            }
        }

        @Actor
        public void second() {
            for (int i = 0; i < ADDITIONS; i++) {
                counter.increment();
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = counter.sum() == 2 * ADDITIONS ? 0 : 1;
        }
    }

    /** The textbook's counter: reads, adds and writes back, with nothing to stop another thread in between. */
    @JCStressTest
    @JCStressMeta(StripedCounterNoAdditionIsLostStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "An addition is lost.")
    @State
    public static class Twin {
        private volatile long counter;

        @Actor
        @SuppressWarnings("NonAtomicVolatileUpdate") // the fault that the twin shows
        public void first() {
            for (int i = 0; i < ADDITIONS; i++) {
                counter = counter + 1;
            }
        }

        @Actor
        @SuppressWarnings("NonAtomicVolatileUpdate") // the fault that the twin shows
        public void second() {
            for (int i = 0; i < ADDITIONS; i++) {
                counter = counter + 1;
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = counter == 2 * ADDITIONS ? 0 : 1;
        }
    }
}
