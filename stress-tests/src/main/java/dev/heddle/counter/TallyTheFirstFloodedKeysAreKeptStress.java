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
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads each count a key for which the table has no place, the first two of their kind. */
@Proves(type = Tally.class, promise = "no addition is lost")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Both keys are there.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class TallyTheFirstFloodedKeysAreKeptStress {

    /** The table of a tally. */
    @JCStressTest
    @JCStressMeta(TallyTheFirstFloodedKeysAreKeptStress.class)
    @Outcome(
            id = {"true, false", "false, true", "false, false"},
            expect = FORBIDDEN,
            desc = "A key is gone, with its count.")
    @State
    public static class Real {
        private final TallyTable table = new TallyTable(1);

        @Actor
        public void first() {
            table.findOrAddFlooded("one");
        }

        @Actor
        public void second() {
            table.findOrAddFlooded("other");
        }

        @Arbiter
        public void after(ZZ_Result r) {
            r.r1 = table.findFlooded("one") != null;
            r.r2 = table.findFlooded("other") != null;
        }
    }

    /** Makes a place for them when there is none, and puts it where all look. */
    @JCStressTest
    @JCStressMeta(TallyTheFirstFloodedKeysAreKeptStress.class)
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both made a place: one is gone, with what had been put there.")
    @State
    public static class Twin {
        private volatile boolean @Nullable [] flooded;

        @Actor
        public void first() {
            add(0);
        }

        @Actor
        public void second() {
            add(1);
        }

        @Arbiter
        public void after(ZZ_Result r) {
            boolean[] found = flooded;
            r.r1 = found != null && found[0];
            r.r2 = found != null && found[1];
        }

        private void add(int key) {
            boolean[] found = flooded;
            if (found == null) {
                found = new boolean[2];
                Dawdle.here();
                flooded = found;
            }
            found[key] = true;
        }
    }
}
