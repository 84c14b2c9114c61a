/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** Two threads take 3 from a balance of 5 that is spread over two cells. */
@Proves(type = BoundedCounter.class, promise = "never leaves its bounds")
@Outcome(
        id = {"true, false, 2", "false, true, 2"},
        expect = ACCEPTABLE,
        desc = "One is granted, the other is refused.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class BoundedCounterNeverLeavesItsBoundsStress {
    private static final EscrowTuning EAGER = new EscrowTuning(2, 1, 0);

    /** The real class. */
    @JCStressTest
    @JCStressMeta(BoundedCounterNeverLeavesItsBoundsStress.class)
    @Outcome(
            id = "true, true, -1",
            expect = FORBIDDEN,
            desc = "Both looked, both found enough, both took: below the least value.")
    @State
    public static class Real {
        private final BoundedCounter balance = spread();

        @Actor
        public void first(ZZJ_Result r) {
            r.r1 = balance.tryAdd(-3);
        }

        @Actor
        public void second(ZZJ_Result r) {
            r.r2 = balance.tryAdd(-3);
        }

        @Arbiter
        public void after(ZZJ_Result r) {
            r.r3 = balance.get();
        }
    }

    /** Check, then act: the balance that was checked need not be there when it is taken. */
    @JCStressTest
    @JCStressMeta(BoundedCounterNeverLeavesItsBoundsStress.class)
    @Outcome(
            id = "true, true, -1",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both looked, both found enough, both took: below the least value.")
    @State
    public static class Twin {
        private final AtomicLong balance = new AtomicLong(5);

        @Actor
        public void first(ZZJ_Result r) {
            r.r1 = tryTake(balance, 3);
        }

        @Actor
        public void second(ZZJ_Result r) {
            r.r2 = tryTake(balance, 3);
        }

        @Arbiter
        public void after(ZZJ_Result r) {
            r.r3 = balance.get();
        }
    }

    static boolean tryTake(AtomicLong balance, long amount) {
        if (balance.get() < amount) {
            return false;
        }
        balance.addAndGet(-amount);
        return true;
    }

    static BoundedCounter spread() {
        BoundedCounter counter = BoundedCounter.of(0, 10, 5, EAGER);
        counter.trySpread(1);
        return counter;
    }
}
