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
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two workers lie down and get up again at once. The result: how many sleep then, by which who publishes an item finds
 * out whether anybody is to be woken for it.
 */
@Proves(type = Pipeline.class, promise = "no published item is left lying when its worker goes away")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "None.")
@Outcome(expect = FORBIDDEN, desc = "One was counted twice, or not at all: nobody is woken then, or one in vain.")
public class PipelineSleepersAreCountedStress {

    /** The real crew, of a run that is over, so that nobody stays asleep. */
    @JCStressTest
    @JCStressMeta(PipelineSleepersAreCountedStress.class)
    @State
    public static class Real {
        private final Actors actors =
                new Actors(Pipeline.from("none", List.of()).to("drop", item -> {}), 2);
        private final Crew crew = actors.engine().crew();

        public Real() {
            actors.engine().fate().finish();
        }

        @Actor
        public void one() {
            crew.sleep(actors.worker(0));
        }

        @Actor
        public void other() {
            crew.sleep(actors.worker(1));
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = crew.sleepers();
        }
    }

    /** A number that each reads, and then writes. */
    @JCStressTest
    @JCStressMeta(PipelineSleepersAreCountedStress.class)
    @Outcome(
            id = {"-2", "-1", "1", "2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "One counted while the other did.")
    @State
    public static class Twin {
        private volatile int sleepers;

        @Actor
        public void one() {
            count(1);
            count(-1);
        }

        @Actor
        public void other() {
            count(1);
            count(-1);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = sleepers;
        }

        private void count(int change) {
            int seen = sleepers;
            Dawdle.here();
            sleepers = seen + change;
        }
    }
}
