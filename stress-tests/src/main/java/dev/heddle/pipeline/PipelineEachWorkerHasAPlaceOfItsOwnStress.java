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
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads join a run at once, as when two workers find work for one more. The result: how many places are taken,
 * and how many workers must leave until the run is over.
 */
@Proves(type = Pipeline.class, promise = "every item leaves exactly once")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Each has a place of its own.")
@Outcome(expect = FORBIDDEN, desc = "Two threads carry items as one worker, or the run ends before they do.")
public class PipelineEachWorkerHasAPlaceOfItsOwnStress {

    /** The real crew. */
    @JCStressTest
    @JCStressMeta(PipelineEachWorkerHasAPlaceOfItsOwnStress.class)
    @State
    public static class Real {
        private final Crew crew = Actors.deserted(2).crew();

        @Actor
        public void one() {
            crew.enlist(Thread.currentThread());
        }

        @Actor
        public void other() {
            crew.enlist(Thread.currentThread());
        }

        @Arbiter
        public void after(II_Result r) {
            for (Worker worker : crew.carriers()) {
                if (worker.thread != null) {
                    r.r1++;
                }
            }
            while (!crew.isDone() && r.r2 < 3) {
                crew.left();
                r.r2++;
            }
        }
    }

    /** Looks which place is the next, takes it, and then counts. */
    @JCStressTest
    @JCStressMeta(PipelineEachWorkerHasAPlaceOfItsOwnStress.class)
    @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "Both took the first place, and were counted as one.")
    @State
    public static class Twin {
        private final boolean[] places = new boolean[2];
        private volatile int started;

        @Actor
        public void one() {
            enlist();
        }

        @Actor
        public void other() {
            enlist();
        }

        @Arbiter
        public void after(II_Result r) {
            for (boolean taken : places) {
                if (taken) {
                    r.r1++;
                }
            }
            r.r2 = started;
        }

        private void enlist() {
            int index = started;
            Dawdle.here();
            places[index] = true;
            started = index + 1;
        }
    }
}
