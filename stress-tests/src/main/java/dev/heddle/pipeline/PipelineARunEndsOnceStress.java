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
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A run is cancelled while its last worker finishes it. The result: whether the cancel says that it ended the run, how
 * the run stands as the worker sees it then, and how it stands in the end.
 */
@Proves(type = Pipeline.class, promise = "a run ends once, and stays as it ended")
@Outcome(id = "true, cancelled, cancelled", expect = ACCEPTABLE, desc = "The cancel came first.")
@Outcome(id = "false, finished, finished", expect = ACCEPTABLE, desc = "The end came first.")
@Outcome(expect = FORBIDDEN, desc = "It ended twice.")
public class PipelineARunEndsOnceStress {

    /** The real fate of a run. */
    @JCStressTest
    @JCStressMeta(PipelineARunEndsOnceStress.class)
    @State
    public static class Real {
        private final Fate fate = Actors.deserted().fate();

        @Actor
        public void user(LLL_Result r) {
            r.r1 = fate.cancel();
        }

        @Actor
        public void worker(LLL_Result r) {
            fate.finish();
            r.r2 = fate.toString();
        }

        @Arbiter
        public void after(LLL_Result r) {
            r.r3 = fate.toString();
        }
    }

    /** Looks whether the run goes on, and then ends it. */
    @JCStressTest
    @JCStressMeta(PipelineARunEndsOnceStress.class)
    @Outcome(
            id = {"true, cancelled, finished", "true, finished, cancelled", "true, finished, finished"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both found it open.")
    @State
    public static class Twin {
        private volatile String state = "running";

        @Actor
        public void user(LLL_Result r) {
            r.r1 = end("cancelled");
        }

        @Actor
        public void worker(LLL_Result r) {
            end("finished");
            r.r2 = state;
        }

        @Arbiter
        public void after(LLL_Result r) {
            r.r3 = state;
        }

        private boolean end(String how) {
            if (!state.equals("running")) {
                return false;
            }
            Dawdle.here();
            state = how;
            return true;
        }
    }
}
