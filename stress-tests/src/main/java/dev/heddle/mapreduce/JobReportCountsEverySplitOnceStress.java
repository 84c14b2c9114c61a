/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

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
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** Two workers have mapped a split each, of 10 bytes and 3 records. */
@Proves(type = Job.class, promise = "a report counts every split once")
@Outcome(id = "20, 6, 2", expect = ACCEPTABLE, desc = "Bytes, records and splits of both are counted.")
@Outcome(expect = FORBIDDEN, desc = "What one worker has counted is lost.")
public class JobReportCountsEverySplitOnceStress {

    /** What the report is made of. */
    @JCStressTest
    @JCStressMeta(JobReportCountsEverySplitOnceStress.class)
    @State
    public static class Real {
        private final RunState state = new RunState();

        @Actor
        public void first() {
            state.mapped(10, 3);
        }

        @Actor
        public void second() {
            state.mapped(10, 3);
        }

        @Arbiter
        public void after(JJJ_Result r) {
            r.r1 = state.bytes();
            r.r2 = state.records();
            r.r3 = state.splits();
        }
    }

    /** Volatile figures, each read, added to and written back. */
    @JCStressTest
    @JCStressMeta(JobReportCountsEverySplitOnceStress.class)
    @Outcome(
            id = {"10, [36], [12]", "20, 3, [12]", "20, 6, 1"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both read the same figure: what one worker has counted is lost.")
    @State
    public static class Twin {
        private volatile long bytes;
        private volatile long records;
        private volatile long splits;

        @Actor
        public void first() {
            mapped(10, 3);
        }

        @Actor
        public void second() {
            mapped(10, 3);
        }

        private void mapped(long moreBytes, long moreRecords) {
            long was = bytes;
            Dawdle.here();
            bytes = was + moreBytes;
            was = records;
            records = was + moreRecords;
            was = splits;
            splits = was + 1;
        }

        @Arbiter
        public void after(JJJ_Result r) {
            r.r1 = bytes;
            r.r2 = records;
            r.r3 = splits;
        }
    }
}
