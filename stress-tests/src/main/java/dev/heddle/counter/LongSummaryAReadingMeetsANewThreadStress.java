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
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A thread records for the first time while another takes a reading. */
@Proves(type = LongSummary.class, promise = "a reading never holds half a record")
@Outcome(id = "true", expect = ACCEPTABLE, desc = "The new record is in the reading, or it is not.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class LongSummaryAReadingMeetsANewThreadStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(LongSummaryAReadingMeetsANewThreadStress.class)
    @Outcome(id = "false", expect = FORBIDDEN, desc = "The reading fell over the new thread.")
    @State
    public static class Real {
        private final LongSummary summary = new LongSummary();

        public Real() {
            summary.record(1);
        }

        @Actor
        public void recorder() {
            summary.record(1);
        }

        @Actor
        public void reader(Z_Result r) {
            try {
                LongSummaryStats stats = summary.stats();
                r.r1 = stats.count() == stats.sum();
            } catch (RuntimeException e) {
                r.r1 = false;
            }
        }
    }

    /** A list of rows that one thread walks along while the other adds to it. */
    @JCStressTest
    @JCStressMeta(LongSummaryAReadingMeetsANewThreadStress.class)
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "The reading fell over the new thread.")
    @State
    public static class Twin {
        private final List<Long> rows = new ArrayList<>(List.of(1L));

        @Actor
        public void recorder() {
            // As long as the reader, or one would be ahead of the other by whole samples.
            Dawdle.here();
            rows.add(1L);
            Dawdle.here();
        }

        @Actor
        public void reader(Z_Result r) {
            long count = 0;
            long sum = 0;
            try {
                for (long row : rows) {
                    if (count == 0) {
                        Dawdle.here();
                        Dawdle.here();
                    }
                    count++;
                    sum += row;
                }
                r.r1 = count == sum;
            } catch (RuntimeException e) {
                r.r1 = false;
            }
        }
    }
}
