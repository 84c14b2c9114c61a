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
import org.openjdk.jcstress.infra.results.J_Result;

/** A thread moves 4 from left to right; another adds up all there is. */
@Proves(type = BoundedCounter.class, promise = "a snapshot's total is the same through any transfers")
@Outcome(id = "10", expect = ACCEPTABLE, desc = "All of it, wherever it is.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class BoundedCounterSnapshotTotalStress {
    private static final EscrowTuning EAGER = new EscrowTuning(2, 1, 0);

    /** The real class. */
    @JCStressTest
    @JCStressMeta(BoundedCounterSnapshotTotalStress.class)
    @Outcome(
            id = "14",
            expect = FORBIDDEN,
            desc = "The money is counted on both sides: left was read before the transfer, right after it.")
    @State
    public static class Real {
        private final BoundedCounter left = spread();
        private final BoundedCounter right = BoundedCounter.of(0, 100, 0);

        @Actor
        public void transfer() {
            left.tryTransferTo(right, 4);
        }

        @Actor
        public void addUp(J_Result r) {
            long[] values = BoundedCounter.snapshot(left, right);
            r.r1 = values[0] + values[1];
        }
    }

    /** Each counter is read exactly, one after the other: exact reads do not add up to an exact total. */
    @JCStressTest
    @JCStressMeta(BoundedCounterSnapshotTotalStress.class)
    @Outcome(
            id = "14",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The money is counted on both sides: left was read before the transfer, right after it.")
    @State
    public static class Twin {
        private final BoundedCounter left = spread();
        private final BoundedCounter right = BoundedCounter.of(0, 100, 0);

        @Actor
        public void transfer() {
            // As long as the other, or one would be ahead of it by whole samples.
            Dawdle.here();
            left.tryTransferTo(right, 4);
        }

        @Actor
        public void addUp(J_Result r) {
            long first = left.get();
            Dawdle.here();
            r.r1 = first + right.get();
        }
    }

    static BoundedCounter spread() {
        BoundedCounter counter = BoundedCounter.of(0, 100, 10, EAGER);
        counter.trySpread(1);
        return counter;
    }
}
