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
import org.openjdk.jcstress.infra.results.JJ_Result;

/** One thread adds while another drains; what was drained and what is left are all that was added. */
@Proves(type = Tally.class, promise = "a drain takes every addition once")
@Outcome(
        id = {"1, 1", "2, 0"},
        expect = ACCEPTABLE,
        desc = "The addition was drained or is left.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class TallyADrainTakesEveryAdditionOnceStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(TallyADrainTakesEveryAdditionOnceStress.class)
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The addition is in neither.")
    @State
    public static class Real {
        private final Tally<String> tally = Tally.create();

        public Real() {
            tally.increment("key");
        }

        @Actor
        public void adder() {
            tally.increment("key");
        }

        @Actor
        public void drainer(JJ_Result r) {
            r.r1 = tally.drain().total();
        }

        @Arbiter
        public void after(JJ_Result r) {
            r.r2 = tally.total();
        }
    }

    /** Copies first and clears afterwards. */
    @JCStressTest
    @JCStressMeta(TallyADrainTakesEveryAdditionOnceStress.class)
    @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "The addition is in neither.")
    @State
    public static class Twin {
        private final AtomicLong count = new AtomicLong(1);

        @Actor
        public void adder() {
            count.incrementAndGet();
        }

        @Actor
        public void drainer(JJ_Result r) {
            r.r1 = count.get();
            count.set(0);
        }

        @Arbiter
        public void after(JJ_Result r) {
            r.r2 = count.get();
        }
    }
}
