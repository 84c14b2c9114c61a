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
import org.openjdk.jcstress.infra.results.I_Result;

/** One thread goes up and down, the other reads. */
@Proves(type = Gauge.class, promise = "a gauge whose downs follow their ups never reads negative")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The gauge reads zero or more.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class GaugeNeverReadsNegativeStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(GaugeNeverReadsNegativeStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "The gauge reads less than zero.")
    @State
    public static class Real {
        private final Gauge gauge = new Gauge();

        @Actor
        public void first() {
            for (int i = 0; i < 20; i++) {
                gauge.up();
                gauge.down();
            }
        }

        @Actor
        public void second(I_Result r) {
            for (int i = 0; i < 20; i++) {
                if (gauge.value() < 0) {
                    r.r1 = 1;
                }
            }
        }
    }

    /** Reads the ups first: a request that comes and goes between the two reads was seen leaving only. */
    @JCStressTest
    @JCStressMeta(GaugeNeverReadsNegativeStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "The gauge reads less than zero.")
    @State
    public static class Twin {
        private final StripedCounter ups = new StripedCounter();
        private final StripedCounter downs = new StripedCounter();

        @Actor
        public void first() {
            for (int i = 0; i < 20; i++) {
                ups.increment();
                downs.increment();
                Dawdle.here();
            }
        }

        @Actor
        public void second(I_Result r) {
            for (int i = 0; i < 20; i++) {
                long up = ups.sum();
                Dawdle.here();
                if (up - downs.sum() < 0) {
                    r.r1 = 1;
                }
            }
        }
    }
}
