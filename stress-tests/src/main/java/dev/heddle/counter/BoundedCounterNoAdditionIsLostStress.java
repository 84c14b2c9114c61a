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
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * The bank account of the textbooks: 500 on it, one thread pays in 500, another takes 100. The twin must show all three
 * schedules of the textbook: 900, 400 and 1000.
 */
@Proves(type = BoundedCounter.class, promise = "no addition is lost", everyOutcome = true)
@Outcome(id = "900", expect = ACCEPTABLE, desc = "Both happened.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class BoundedCounterNoAdditionIsLostStress {
    private static final EscrowTuning EAGER = new EscrowTuning(2, 1, 0);

    /** The real class. */
    @JCStressTest
    @JCStressMeta(BoundedCounterNoAdditionIsLostStress.class)
    @Outcome(
            id = "400",
            expect = FORBIDDEN,
            desc = "The payment of 500 is lost: who took 100 wrote back what it had computed before.")
    @Outcome(
            id = "1000",
            expect = FORBIDDEN,
            desc = "The 100 taken are lost: who paid in wrote back what it had computed before.")
    @State
    public static class Real {
        private final BoundedCounter account = spread();

        @Actor
        public void payIn() {
            account.tryAdd(500);
        }

        @Actor
        public void takeOut() {
            account.tryAdd(-100);
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = account.get();
        }
    }

    /** Read, compute, write: whoever writes last wins, and the other one's money is gone. */
    @JCStressTest
    @JCStressMeta(BoundedCounterNoAdditionIsLostStress.class)
    @Outcome(
            id = "400",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The payment of 500 is lost: who took 100 wrote back what it had computed before.")
    @Outcome(
            id = "1000",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The 100 taken are lost: who paid in wrote back what it had computed before.")
    @State
    public static class Twin {
        private long balance = 500;

        @Actor
        public void payIn() {
            long read = balance;
            long computed = read + 500;
            Dawdle.here();
            balance = computed;
        }

        @Actor
        public void takeOut() {
            long read = balance;
            long computed = read - 100;
            Dawdle.here();
            balance = computed;
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = balance;
        }
    }

    static BoundedCounter spread() {
        BoundedCounter counter = BoundedCounter.of(0, 10000, 500, EAGER);
        counter.trySpread(1);
        return counter;
    }
}
