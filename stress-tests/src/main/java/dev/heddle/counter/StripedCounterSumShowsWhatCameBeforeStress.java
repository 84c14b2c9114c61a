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
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * One thread writes and counts, the other sums and reads. It has read before, so that the compiler could use that
 * again.
 */
@Proves(type = StripedCounter.class, promise = "who sees an addition in a sum sees what its thread did before")
@Outcome(
        id = {"0, 0, 0", "0, 1, 0", "0, 1, 1"},
        expect = ACCEPTABLE,
        desc = "The addition is not in the sum yet.")
@Outcome(
        id = {"1, 1, 0", "1, 1, 1"},
        expect = ACCEPTABLE,
        desc = "The addition is in the sum, and the write before it is seen.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class StripedCounterSumShowsWhatCameBeforeStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(StripedCounterSumShowsWhatCameBeforeStress.class)
    @Outcome(
            id = "1, 0, 0",
            expect = FORBIDDEN,
            desc = "The addition is in the sum, but the write before it is not seen.")
    @State
    public static class Real {
        private final StripedCounter counter = new StripedCounter();
        private int written;

        @Actor
        public void first() {
            written = 1;
            counter.increment();
        }

        @Actor
        public void second(III_Result r) {
            r.r3 = written;
            r.r1 = (int) counter.sum();
            r.r2 = written;
        }
    }

    /** Counts before it writes: what plain stores may become, since nothing keeps the two in order. */
    @JCStressTest
    @JCStressMeta(StripedCounterSumShowsWhatCameBeforeStress.class)
    @Outcome(
            id = "1, 0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The addition is in the sum, but the write before it is not seen.")
    @State
    public static class Twin {
        private long counter;
        private int written;

        @Actor
        public void first() {
            counter += 1;
            Dawdle.here();
            written = 1;
        }

        @Actor
        public void second(III_Result r) {
            r.r3 = written;
            Dawdle.here();
            r.r1 = (int) counter;
            r.r2 = written;
        }
    }
}
