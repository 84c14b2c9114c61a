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
import org.openjdk.jcstress.infra.results.L_Result;

/** A run is told to take no more items in, and cancelled at the same time. The result: how it stands in the end. */
@Proves(type = Pipeline.class, promise = "a run ends once, and stays as it ended")
@Outcome(id = "cancelled", expect = ACCEPTABLE, desc = "Whichever came first.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class PipelineACancelledRunStaysCancelledStress {

    /** The real fate of a run. */
    @JCStressTest
    @JCStressMeta(PipelineACancelledRunStaysCancelledStress.class)
    @Outcome(id = "stopping", expect = FORBIDDEN, desc = "The run goes on, though it was cancelled.")
    @State
    public static class Real {
        private final Fate fate = Actors.deserted().fate();

        @Actor
        public void stop() {
            fate.stop(() -> {});
        }

        @Actor
        public void cancel() {
            fate.cancel();
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = fate.toString();
        }
    }

    /** Looks whether it may be stopped, and then says that it is. */
    @JCStressTest
    @JCStressMeta(PipelineACancelledRunStaysCancelledStress.class)
    @Outcome(id = "stopping", expect = ACCEPTABLE_INTERESTING, desc = "The cancel came between the look and the word.")
    @State
    public static class Twin {
        private volatile String state = "running";

        @Actor
        public void stop() {
            if (state.equals("running")) {
                Dawdle.here();
                state = "stopping";
            }
        }

        @Actor
        public void cancel() {
            Dawdle.here();
            state = "cancelled";
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = state;
        }
    }
}
