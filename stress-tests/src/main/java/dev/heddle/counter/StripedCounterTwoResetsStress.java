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
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads add, and reset at the same moment; the second thread to come is also the first to need a table. */
@Proves(type = StripedCounter.class, promise = "every addition is handed out by exactly one reset")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Each addition is in one of the three.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class StripedCounterTwoResetsStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(StripedCounterTwoResetsStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "An addition is in both resets, or in none.")
    @State
    public static class Real {
        private final StripedCounter counter = new StripedCounter();
        private long one;
        private long other;

        @Actor
        public void first() {
            counter.increment();
            one = counter.sumThenReset();
        }

        @Actor
        public void second() {
            counter.increment();
            other = counter.sumThenReset();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = one + other + counter.sum() == 2 ? 0 : 1;
        }
    }

    /** Reads how much there was at the last reset, and then says that this one was the last. */
    @JCStressTest
    @JCStressMeta(StripedCounterTwoResetsStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both handed out what came since the same reset.")
    @State
    public static class Twin {
        private final LongAdder counter = new LongAdder();
        private volatile long baseline;
        private long one;
        private long other;

        @Actor
        public void first() {
            one = addAndReset();
        }

        @Actor
        public void second() {
            other = addAndReset();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = one + other + counter.sum() - baseline == 2 ? 0 : 1;
        }

        private long addAndReset() {
            counter.increment();
            long total = counter.sum();
            long since = total - baseline;
            Dawdle.here();
            baseline = total;
            return since;
        }
    }
}
