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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The two workers of a run leave it at once. The result: whether the run is at its end, for which its caller waits. */
@Proves(type = Pipeline.class, promise = "a run ends once, and stays as it ended")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "One of them was the last.")
@Outcome(expect = FORBIDDEN, desc = "Neither was: nobody ends the run.")
public class PipelineTheLastWorkerEndsTheRunStress {

    /** The real crew. */
    @JCStressTest
    @JCStressMeta(PipelineTheLastWorkerEndsTheRunStress.class)
    @State
    public static class Real {
        private final Crew crew = new Actors(Pipeline.from("none", List.of()).to("drop", item -> {}), 2)
                .engine()
                .crew();

        @Actor
        public void one() {
            crew.left();
        }

        @Actor
        public void other() {
            crew.left();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = crew.isDone() ? 1 : 0;
        }
    }

    /** Counts down, and then looks whether it was the last. */
    @JCStressTest
    @JCStressMeta(PipelineTheLastWorkerEndsTheRunStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "Both counted from two.")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "Both saw that nobody was left.")
    @State
    public static class Twin {
        private volatile int active = 2;
        private final AtomicInteger ends = new AtomicInteger();

        @Actor
        public void one() {
            left();
        }

        @Actor
        public void other() {
            left();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = ends.get();
        }

        private void left() {
            int seen = active;
            Dawdle.here();
            active = seen - 1;
            if (active == 0) {
                ends.incrementAndGet();
            }
        }
    }
}
