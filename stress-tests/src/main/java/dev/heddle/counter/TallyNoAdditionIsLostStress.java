/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Two threads add to one key that has a count already. */
@Proves(type = Tally.class, promise = "no addition is lost")
@Outcome(id = "3", expect = ACCEPTABLE, desc = "Both additions are in the count.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class TallyNoAdditionIsLostStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(TallyNoAdditionIsLostStress.class)
    @Outcome(id = "2", expect = FORBIDDEN, desc = "One addition is lost.")
    @State
    public static class Real {
        private final Tally<String> tally = Tally.create();

        public Real() {
            tally.increment("key");
        }

        @Actor
        public void first() {
            tally.increment("key");
        }

        @Actor
        public void second() {
            tally.increment("key");
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = tally.count("key");
        }
    }

    /** A plain map of counts: merge reads, adds and writes back with nothing to stop another thread. */
    @JCStressTest
    @JCStressMeta(TallyNoAdditionIsLostStress.class)
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "One addition is lost.")
    @State
    public static class Twin {
        private final Map<String, Long> counts = new HashMap<>();

        public Twin() {
            counts.put("key", 1L);
        }

        @Actor
        public void first() {
            counts.merge("key", 1L, Long::sum);
        }

        @Actor
        public void second() {
            counts.merge("key", 1L, Long::sum);
        }

        @Arbiter
        public void after(J_Result r) {
            r.r1 = counts.get("key");
        }
    }
}
