/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.LongSummaryStatistics;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads record ten values each. */
@Proves(type = LongSummary.class, promise = "no record is lost")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "All are there.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class LongSummaryNoRecordIsLostStress {
    private static final int RECORDS = 10;

    /** The real class. */
    @JCStressTest
    @JCStressMeta(LongSummaryNoRecordIsLostStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "A record is lost.")
    @State
    public static class Real {
        private final LongSummary summary = new LongSummary();

        @Actor
        public void first() {
            for (int i = 0; i < RECORDS; i++) {
                summary.record(5);
            }
        }

        @Actor
        public void second() {
            for (int i = 0; i < RECORDS; i++) {
                summary.record(5);
            }
        }

        @Arbiter
        public void after(I_Result r) {
            LongSummaryStats stats = summary.stats();
            r.r1 = stats.count() == 2 * RECORDS && stats.sum() == 10 * RECORDS ? 0 : 1;
        }
    }

    /** The sequential class of the JDK, used by two threads. */
    @JCStressTest
    @JCStressMeta(LongSummaryNoRecordIsLostStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "A record is lost.")
    @State
    public static class Twin {
        private final LongSummaryStatistics summary = new LongSummaryStatistics();

        @Actor
        public void first() {
            for (int i = 0; i < RECORDS; i++) {
                summary.accept(5);
            }
        }

        @Actor
        public void second() {
            for (int i = 0; i < RECORDS; i++) {
                summary.accept(5);
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = summary.getCount() == 2 * RECORDS && summary.getSum() == 10 * RECORDS ? 0 : 1;
        }
    }
}
