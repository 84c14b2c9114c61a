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
import java.util.concurrent.atomic.AtomicLongArray;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** One thread adds while another moves all counts into a new table. */
@Proves(type = Tally.class, promise = "no addition is lost while the table grows")
@Outcome(id = "3", expect = ACCEPTABLE, desc = "Both additions are in the count.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class TallyNoAdditionIsLostWhileTheTableGrowsStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(TallyNoAdditionIsLostWhileTheTableGrowsStress.class)
    @Outcome(
            id = {"1", "2"},
            expect = FORBIDDEN,
            desc = "An addition went into the table that was left.")
    @State
    public static class Real {
        private final Tally<String> tally = new Tally<>(1, 1);

        public Real() {
            tally.increment("key");
        }

        @Actor
        public void adder() {
            tally.increment("key");
            tally.increment("key");
        }

        @Actor
        public void grower() {
            tally.rebuild();
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = tally.count("key");
        }
    }

    /** A table that grows by copying itself under the hands of those who add. */
    @JCStressTest
    @JCStressMeta(TallyNoAdditionIsLostWhileTheTableGrowsStress.class)
    @Outcome(
            id = {"1", "2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "An addition went into the table that was left.")
    @State
    public static class Twin {
        private volatile AtomicLongArray counts = new AtomicLongArray(16);

        public Twin() {
            counts.set(0, 1);
        }

        @Actor
        public void adder() {
            counts.getAndIncrement(0);
            Dawdle.here();
            counts.getAndIncrement(0);
        }

        @Actor
        public void grower() {
            AtomicLongArray longer = new AtomicLongArray(counts.length() * 2);
            for (int at = 0; at < counts.length(); at++) {
                longer.set(at, counts.get(at));
            }
            Dawdle.here();
            counts = longer;
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = counts.get(0);
        }
    }
}
