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
import org.openjdk.jcstress.infra.results.JJ_Result;

/** One thread reads a count twice while another adds and moves it into a new table. */
@Proves(type = Tally.class, promise = "a count never goes back under additions")
@Outcome(
        id = {"5, 5", "5, 6", "6, 6"},
        expect = ACCEPTABLE,
        desc = "Each read is the count before or after the addition.")
@Outcome(expect = FORBIDDEN, desc = "An outcome that no order of the steps explains.")
public class TallyACountNeverGoesBackStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(TallyACountNeverGoesBackStress.class)
    @Outcome(
            id = {"0, .*", ".*, 0"},
            expect = FORBIDDEN,
            desc = "A read fell into the moment in which the count was nowhere.")
    @State
    public static class Real {
        private final Tally<String> tally = new Tally<>(1, 1);

        public Real() {
            tally.add("key", 5);
        }

        @Actor
        public void grower() {
            tally.increment("key");
            tally.rebuild();
        }

        @Actor
        public void reader(JJ_Result r) {
            r.r1 = tally.count("key");
            r.r2 = tally.count("key");
        }
    }

    /** Takes a count out of one table before it puts it into the next. */
    @JCStressTest
    @JCStressMeta(TallyACountNeverGoesBackStress.class)
    @Outcome(
            id = {"0, .*", ".*, 0"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "A read fell into the moment in which the count was nowhere.")
    @State
    public static class Twin {
        private final AtomicLong before = new AtomicLong(5);
        private final AtomicLong after = new AtomicLong();

        private long count() {
            long count = before.get();
            return count != 0 ? count : after.get();
        }

        @Actor
        public void grower() {
            long taken = before.getAndSet(0);
            Dawdle.here();
            after.set(taken + 1);
        }

        @Actor
        public void reader(JJ_Result r) {
            r.r1 = count();
            Dawdle.here();
            r.r2 = count();
        }
    }
}
