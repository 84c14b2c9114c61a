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
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two threads ask why a run has ended, which had one failure and a later one. The result: how often the later one is
 * suppressed on the first.
 */
@Proves(type = Pipeline.class, promise = "a later failure is suppressed on the first, once")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Once.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class PipelineAFailureIsToldOnceStress {

    /** The real fate of a run. */
    @JCStressTest
    @JCStressMeta(PipelineAFailureIsToldOnceStress.class)
    @Outcome(
            id = {"0", "2"},
            expect = FORBIDDEN,
            desc = "Never, or twice.")
    @State
    public static class Real {
        private final Throwable first = new Failure();
        private final Fate fate = Actors.deserted().fate();

        public Real() {
            fate.end(first);
            fate.end(new Failure());
        }

        @Actor
        public void one() {
            fate.failure();
        }

        @Actor
        public void other() {
            fate.failure();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = first.getSuppressed().length;
        }
    }

    /** Hangs what is in the list on the first, and then clears the list. */
    @JCStressTest
    @JCStressMeta(PipelineAFailureIsToldOnceStress.class)
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "Both found it in the list.")
    @State
    public static class Twin {
        private final Throwable first = new Failure();
        private volatile @Nullable Throwable late = new Failure();

        @Actor
        public void one() {
            tell();
        }

        @Actor
        public void other() {
            tell();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = first.getSuppressed().length;
        }

        private void tell() {
            Throwable failure = late;
            if (failure != null) {
                first.addSuppressed(failure);
                Dawdle.here();
                late = null;
            }
        }
    }

    /** What a function throws. Without a stack, which would take longer than all else. */
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Failure() {
            super(null, null, true, false);
        }
    }
}
