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
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A thread moves 4 from left to right; another looks at left, then at right. */
@Proves(type = BoundedCounter.class, promise = "a transfer is never seen halfway")
@Outcome(id = "10, 0", expect = ACCEPTABLE, desc = "Before the transfer.")
@Outcome(id = "6, 4", expect = ACCEPTABLE, desc = "After the transfer.")
@Outcome(id = "10, 4", expect = ACCEPTABLE, desc = "Left before it, right after it.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class BoundedCounterTransferIsNeverSeenHalfwayStress {
    private static final EscrowTuning EAGER = new EscrowTuning(2, 1, 0);

    /** The real class. */
    @JCStressTest
    @JCStressMeta(BoundedCounterTransferIsNeverSeenHalfwayStress.class)
    @Outcome(id = "6, 0", expect = FORBIDDEN, desc = "The money has left the one and not reached the other.")
    @State
    public static class Real {
        private final BoundedCounter left = spread();
        private final BoundedCounter right = BoundedCounter.of(0, 100, 0);

        @Actor
        public void transfer() {
            left.tryTransferTo(right, 4);
        }

        @Actor
        public void look(JJ_Result r) {
            r.r1 = left.get();
            r.r2 = right.get();
        }
    }

    /** Two exact steps are not one. */
    @JCStressTest
    @JCStressMeta(BoundedCounterTransferIsNeverSeenHalfwayStress.class)
    @Outcome(
            id = "6, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The money has left the one and not reached the other.")
    @State
    public static class Twin {
        private final AtomicLong left = new AtomicLong(10);
        private final AtomicLong right = new AtomicLong();

        @Actor
        public void transfer() {
            left.addAndGet(-4);
            Dawdle.here();
            right.addAndGet(4);
        }

        @Actor
        public void look(JJ_Result r) {
            // As long as the other, or one would be ahead of it by whole samples.
            Dawdle.here();
            r.r1 = left.get();
            r.r2 = right.get();
        }
    }

    static BoundedCounter spread() {
        BoundedCounter counter = BoundedCounter.of(0, 100, 10, EAGER);
        counter.trySpread(1);
        return counter;
    }
}
