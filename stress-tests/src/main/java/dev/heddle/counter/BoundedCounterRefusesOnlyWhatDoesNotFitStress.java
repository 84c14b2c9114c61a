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
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** One thread wants all 4 that are there at least, while another one adds 1 and takes it away again. */
@Proves(type = BoundedCounter.class, promise = "refuses only what does not fit")
@Outcome(id = "true", expect = ACCEPTABLE, desc = "At every instant there was enough.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class BoundedCounterRefusesOnlyWhatDoesNotFitStress {
    private static final EscrowTuning EAGER = new EscrowTuning(2, 1, 0);

    /** The real class. */
    @JCStressTest
    @JCStressMeta(BoundedCounterRefusesOnlyWhatDoesNotFitStress.class)
    @Outcome(id = "false", expect = FORBIDDEN, desc = "It is refused, though there was enough at every instant.")
    @State
    public static class Real {
        private final BoundedCounter stock = spread();

        @Actor
        public void takeAll(Z_Result r) {
            r.r1 = stock.tryAdd(-4);
        }

        @Actor
        public void addAndTake() {
            stock.tryAdd(1);
            stock.tryAdd(-1);
        }
    }

    /** Adds up the cells one by one, while funds move from those still to be read to those read already. */
    @JCStressTest
    @JCStressMeta(BoundedCounterRefusesOnlyWhatDoesNotFitStress.class)
    @Outcome(
            id = "false",
            expect = ACCEPTABLE_INTERESTING,
            desc = "It is refused, though there was enough at every instant.")
    @State
    public static class Twin {
        private final AtomicLong left = new AtomicLong(2);
        private final AtomicLong right = new AtomicLong(2);

        @Actor
        public void takeAll(Z_Result r) {
            long seen = left.get();
            Dawdle.here();
            Dawdle.here();
            r.r1 = seen + right.get() >= 4;
        }

        @Actor
        public void addAndTake() {
            // As long as the other, or one would be ahead of it by whole samples.
            Dawdle.here();
            left.addAndGet(1);
            right.addAndGet(-1);
            Dawdle.here();
        }
    }

    static BoundedCounter spread() {
        BoundedCounter counter = BoundedCounter.of(0, 16, 4, EAGER);
        counter.trySpread(1);
        return counter;
    }
}
