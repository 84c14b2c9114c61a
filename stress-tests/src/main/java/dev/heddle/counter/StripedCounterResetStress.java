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
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** One thread adds twenty, the other drains once; what it got and what is left are added up. */
@Proves(type = StripedCounter.class, promise = "every addition is handed out by exactly one reset")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Each addition is in one of the two.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class StripedCounterResetStress {
    private static final int ADDITIONS = 20;

    /** The real class. */
    @JCStressTest
    @JCStressMeta(StripedCounterResetStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "An addition is in none of the two, or in both.")
    @State
    public static class Real {
        private final StripedCounter counter = new StripedCounter();
        private long drained;

        @Actor
        public void first() {
            for (int i = 0; i < ADDITIONS; i++) {
                counter.increment();
            }
        }

        @Actor
        public void second() {
            drained = counter.sumThenReset();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = drained + counter.sum() == ADDITIONS ? 0 : 1;
        }
    }

    /** Takes what it has read out of the cell of another thread, which leaves a zero there. */
    @JCStressTest
    @JCStressMeta(StripedCounterResetStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "An addition is in none of the two, or in both.")
    @State
    public static class Twin {
        private final CellState cell = new Cell();
        private long drained;

        @Actor
        public void first() {
            for (int i = 0; i < ADDITIONS; i++) {
                cell.addOwned(1);
                Thread.onSpinWait();
            }
        }

        @Actor
        public void second() {
            // As long as the other, or one would be ahead of it by whole samples.
            Dawdle.here();
            drained = cell.valueOpaque();
            Dawdle.here();
            cell.addOwned(-cell.valueOpaque());
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = drained + cell.valueOpaque() == ADDITIONS ? 0 : 1;
        }
    }
}
