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
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread records the same value again and again; another one reads. */
@Proves(type = LongSummary.class, promise = "a reading never holds half a record")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The sum is that of as many values as were counted.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class LongSummaryReadingNeverHoldsHalfARecordStress {
    /** A few at a time: the summary outlives its samples, so the reader finds a row in use. */
    private static final int RECORDS = 4;

    private static final int READINGS = 4;

    /** The real class. */
    @JCStressTest
    @JCStressMeta(LongSummaryReadingNeverHoldsHalfARecordStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "The sum is that of more or fewer values than were counted.")
    @State
    public static class Real {
        private static final LongSummary SUMMARY = new LongSummary();

        @Actor
        public void record() {
            for (int i = 0; i < RECORDS; i++) {
                SUMMARY.record(7);
            }
        }

        @Actor
        public void read(I_Result r) {
            for (int i = 0; i < READINGS; i++) {
                LongSummaryStats stats = SUMMARY.stats();
                if (stats.sum() != 7 * stats.count()) {
                    r.r1 = 1;
                }
            }
        }
    }

    /** Two adders side by side, as dashboards have them: a reader comes between the two. */
    @JCStressTest
    @JCStressMeta(LongSummaryReadingNeverHoldsHalfARecordStress.class)
    @Outcome(
            id = "1",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The sum is that of more or fewer values than were counted.")
    @State
    public static class Twin {
        private final LongAdder count = new LongAdder();
        private final LongAdder sum = new LongAdder();

        @Actor
        public void record() {
            for (int i = 0; i < RECORDS; i++) {
                count.increment();
                Dawdle.here();
                sum.add(7);
            }
        }

        @Actor
        public void read(I_Result r) {
            for (int i = 0; i < READINGS; i++) {
                long summed = sum.sum();
                Dawdle.here();
                if (summed != 7 * count.sum()) {
                    r.r1 = 1;
                }
            }
        }
    }
}
