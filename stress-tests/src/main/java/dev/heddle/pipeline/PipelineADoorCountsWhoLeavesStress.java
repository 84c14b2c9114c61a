/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

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
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two workers leave a stage that lets in two. The result: how many count as being inside, for whom there is then no
 * room for others.
 */
@Proves(type = Pipeline.class, promise = "no published item is left lying when its worker goes away")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nobody.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class PipelineADoorCountsWhoLeavesStress {

    /** The real door. */
    @JCStressTest
    @JCStressMeta(PipelineADoorCountsWhoLeavesStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "One who is gone: his place is lost for the rest of the run.")
    @State
    public static class Real {
        private final Door door = new Door(2);

        public Real() {
            door.tryEnter();
            door.tryEnter();
        }

        @Actor
        public void one() {
            door.leave();
        }

        @Actor
        public void other() {
            door.leave();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = door.inside;
        }
    }

    /** A number that each reads, and then writes. */
    @JCStressTest
    @JCStressMeta(PipelineADoorCountsWhoLeavesStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both counted from two.")
    @State
    public static class Twin {
        private volatile int inside = 2;

        @Actor
        public void one() {
            leave();
        }

        @Actor
        public void other() {
            leave();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = inside;
        }

        private void leave() {
            int seen = inside;
            Dawdle.here();
            inside = seen - 1;
        }
    }
}
