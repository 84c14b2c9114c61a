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
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads remove a key whose count is too wide for its place in the table. */
@Proves(type = Tally.class, promise = "a removed count goes to one caller")
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "One of them got the count.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class TallyAWideCountIsTakenOnceStress {
    private static final long WIDE = 1L << 60;

    /** The real class. */
    @JCStressTest
    @JCStressMeta(TallyAWideCountIsTakenOnceStress.class)
    @Outcome(id = "true, true", expect = FORBIDDEN, desc = "Both got the same count.")
    @State
    public static class Real {
        private final Tally<String> tally = Tally.create();

        public Real() {
            tally.add("key", WIDE);
        }

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = tally.remove("key") == WIDE;
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = tally.remove("key") == WIDE;
        }
    }

    /** Reads the count, and then sets it to zero. */
    @JCStressTest
    @JCStressMeta(TallyAWideCountIsTakenOnceStress.class)
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "Both got the same count.")
    @State
    public static class Twin {
        private final AtomicLong count = new AtomicLong(WIDE);

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = remove() == WIDE;
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = remove() == WIDE;
        }

        private long remove() {
            long seen = count.get();
            Dawdle.here();
            count.set(0);
            return seen;
        }
    }
}
