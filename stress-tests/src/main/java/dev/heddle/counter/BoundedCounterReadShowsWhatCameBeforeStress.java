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
import org.openjdk.jcstress.infra.results.JII_Result;

/** A thread writes, then adds; another one reads the value, then what was written. */
@Proves(type = BoundedCounter.class, promise = "a read that counts an addition sees what came before it")
@Outcome(
        id = {"500, 0, 0", "500, 0, 1", "500, 1, 1"},
        expect = ACCEPTABLE,
        desc = "The addition is not counted yet.")
@Outcome(
        id = {"501, 0, 1", "501, 1, 1"},
        expect = ACCEPTABLE,
        desc = "The addition is counted, and the write before it is seen.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class BoundedCounterReadShowsWhatCameBeforeStress {
    private static final EscrowTuning EAGER = new EscrowTuning(2, 1, 0);

    /** The real class. */
    @JCStressTest
    @JCStressMeta(BoundedCounterReadShowsWhatCameBeforeStress.class)
    @Outcome(
            id = "501, 0, 0",
            expect = FORBIDDEN,
            desc = "The addition is counted, but the write before it is not seen.")
    @State
    public static class Real {
        private final BoundedCounter counter = spread();
        private int written;

        @Actor
        public void write() {
            written = 1;
            counter.tryAdd(1);
        }

        @Actor
        public void read(JII_Result r) {
            r.r2 = written;
            r.r1 = counter.get();
            r.r3 = written;
        }
    }

    /** Counts before it writes: what plain stores may become, since nothing keeps the two in order. */
    @JCStressTest
    @JCStressMeta(BoundedCounterReadShowsWhatCameBeforeStress.class)
    @Outcome(
            id = "501, 0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The addition is counted, but the write before it is not seen.")
    @State
    public static class Twin {
        private long counter = 500;
        private int written;

        @Actor
        public void write() {
            counter += 1;
            Dawdle.here();
            written = 1;
        }

        @Actor
        public void read(JII_Result r) {
            r.r2 = written;
            Dawdle.here();
            r.r1 = counter;
            r.r3 = written;
        }
    }

    static BoundedCounter spread() {
        BoundedCounter counter = BoundedCounter.of(0, 1000, 500, EAGER);
        counter.trySpread(1);
        return counter;
    }
}
