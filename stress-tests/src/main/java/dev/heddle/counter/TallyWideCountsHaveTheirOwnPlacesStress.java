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
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The counts of two keys become too wide for their places in the table at the same moment. */
@Proves(type = Tally.class, promise = "no addition is lost")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Each key has its count.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class TallyWideCountsHaveTheirOwnPlacesStress {
    private static final long WIDE = 1L << 60;

    /** The real class. */
    @JCStressTest
    @JCStressMeta(TallyWideCountsHaveTheirOwnPlacesStress.class)
    @Outcome(
            id = {"true, false", "false, true", "false, false"},
            expect = FORBIDDEN,
            desc = "A key shows what was added to the other.")
    @State
    public static class Real {
        private final Tally<String> tally = Tally.create();

        @Actor
        public void first() {
            tally.add("one", WIDE);
        }

        @Actor
        public void second() {
            tally.add("other", WIDE + 1);
        }

        @Arbiter
        public void after(ZZ_Result r) {
            r.r1 = tally.count("one") == WIDE;
            r.r2 = tally.count("other") == WIDE + 1;
        }
    }

    /** A list to which both add at the end that they have seen. */
    @JCStressTest
    @JCStressMeta(TallyWideCountsHaveTheirOwnPlacesStress.class)
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both took the same place: a key shows what was added to the other.")
    @State
    public static class Twin {
        private final long[] places = new long[2];
        private volatile int size;
        private int one;
        private int other;

        @Actor
        public void first() {
            one = add(WIDE);
        }

        @Actor
        public void second() {
            other = add(WIDE + 1);
        }

        @Arbiter
        public void after(ZZ_Result r) {
            r.r1 = places[one] == WIDE;
            r.r2 = places[other] == WIDE + 1;
        }

        private int add(long count) {
            int place = size;
            Dawdle.here();
            places[place] = count;
            size = place + 1;
            return place;
        }
    }
}
