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
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread records 5, then 1, then 9; another one reads. */
@Proves(type = LongSummary.class, promise = "min <= mean <= max")
@Outcome(
        id = "0",
        expect = ACCEPTABLE,
        desc = "The mean lies between the least and the greatest value, or there is none.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class LongSummaryMeanIsBetweenMinAndMaxStress {
    private static final int READINGS = 3;

    /** The real class. */
    @JCStressTest
    @JCStressMeta(LongSummaryMeanIsBetweenMinAndMaxStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "The mean lies outside: it is that of other values.")
    @State
    public static class Real {
        private final LongSummary summary = new LongSummary();

        @Actor
        public void record() {
            summary.record(5);
            summary.record(1);
            summary.record(9);
        }

        @Actor
        public void read(I_Result r) {
            for (int i = 0; i < READINGS; i++) {
                LongSummaryStats stats = summary.stats();
                if (stats.count() != 0 && (stats.min() > stats.mean() || stats.mean() > stats.max())) {
                    r.r1 = 1;
                }
            }
        }
    }

    /** Two adders and two accumulators: each right, together of different values. */
    @JCStressTest
    @JCStressMeta(LongSummaryMeanIsBetweenMinAndMaxStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "The mean lies outside: it is that of other values.")
    @State
    public static class Twin {
        private final LongAdder count = new LongAdder();
        private final LongAdder sum = new LongAdder();
        private final LongAccumulator min = new LongAccumulator(Math::min, Long.MAX_VALUE);
        private final LongAccumulator max = new LongAccumulator(Math::max, Long.MIN_VALUE);

        @Actor
        public void record() {
            record(5);
            record(1);
            record(9);
        }

        private void record(long value) {
            count.increment();
            Dawdle.here();
            sum.add(value);
            min.accumulate(value);
            max.accumulate(value);
        }

        @Actor
        public void read(I_Result r) {
            for (int i = 0; i < READINGS; i++) {
                long values = count.sum();
                Dawdle.here();
                double mean = values == 0 ? 0 : (double) sum.sum() / values;
                if (values != 0 && (min.get() > mean || mean > max.get())) {
                    r.r1 = 1;
                }
            }
        }
    }
}
