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
import org.openjdk.jcstress.infra.results.J_Result;

/** A thread takes 3 of 8, more than its cell has left after the first one, while another reads. */
@Proves(type = BoundedCounter.class, promise = "a read is exact")
@Outcome(id = "8", expect = ACCEPTABLE, desc = "Before anything is taken.")
@Outcome(id = "7", expect = ACCEPTABLE, desc = "After the first one is taken.")
@Outcome(id = "4", expect = ACCEPTABLE, desc = "After all is taken.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class BoundedCounterReadIsExactStress {
    private static final EscrowTuning EAGER = new EscrowTuning(2, 1, 0);

    /** The real class. */
    @JCStressTest
    @JCStressMeta(BoundedCounterReadIsExactStress.class)
    @Outcome(
            id = "3",
            expect = FORBIDDEN,
            desc = "Money in flight: it has left the pool and is in no cell yet, so the read misses it.")
    @Outcome(id = "11", expect = FORBIDDEN, desc = "Money seen twice: in the pool first, in the cell then.")
    @State
    public static class Real {
        private final BoundedCounter funds = spread();

        @Actor
        public void take() {
            funds.tryAdd(-1);
            funds.tryAdd(-3);
        }

        @Actor
        public void read(J_Result r) {
            r.r1 = funds.get();
        }
    }

    /** A refill carries funds from the pool to the cell while a reader adds the two up. */
    @JCStressTest
    @JCStressMeta(BoundedCounterReadIsExactStress.class)
    @Outcome(
            id = "3",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Money in flight: it has left the pool and is in no cell yet, so the read misses it.")
    @Outcome(
            id = "11",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Money seen twice: in the pool first, in the cell then.")
    @State
    public static class Twin {
        private final AtomicLong pool = new AtomicLong(7);
        private final AtomicLong cell = new AtomicLong(1);

        @Actor
        public void take() {
            cell.addAndGet(-1);
            pool.addAndGet(-4);
            Dawdle.here();
            cell.addAndGet(4);
            Dawdle.here();
            cell.addAndGet(-3);
        }

        @Actor
        public void read(J_Result r) {
            long pooled = pool.get();
            Dawdle.here();
            Dawdle.here();
            r.r1 = pooled + cell.get();
        }
    }

    static BoundedCounter spread() {
        BoundedCounter counter = BoundedCounter.of(0, 16, 8, EAGER);
        counter.trySpread(1);
        return counter;
    }
}
