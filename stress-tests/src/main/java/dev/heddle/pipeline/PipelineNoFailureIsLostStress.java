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
 * A run fails on two threads at once, and on each of them what it closes fails too. The result: of how many failures
 * the caller hears.
 */
@Proves(type = Pipeline.class, promise = "a later failure is suppressed on the first, once")
@Outcome(id = "4", expect = ACCEPTABLE, desc = "One was first, and the others are suppressed on it.")
@Outcome(expect = FORBIDDEN, desc = "More failures than there were.")
public class PipelineNoFailureIsLostStress {

    private static int told(@Nullable Throwable first) {
        return first == null ? 0 : 1 + first.getSuppressed().length;
    }

    /** The real fate of a run. */
    @JCStressTest
    @JCStressMeta(PipelineNoFailureIsLostStress.class)
    @Outcome(
            id = {"0", "1", "2", "3"},
            expect = FORBIDDEN,
            desc = "A failure is lost.")
    @State
    public static class Real {
        private final Fate fate = Actors.deserted().fate();

        @Actor
        public void one() {
            fate.end(new Failure());
            fate.failLate(new Failure());
        }

        @Actor
        public void other() {
            fate.end(new Failure());
            fate.failLate(new Failure());
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = told(fate.failure());
        }
    }

    /** Looks whether there is one already, and then writes. */
    @JCStressTest
    @JCStressMeta(PipelineNoFailureIsLostStress.class)
    @Outcome(
            id = {"1", "2", "3"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both thought that they were first.")
    @State
    public static class Twin {
        private volatile @Nullable Throwable first;

        @Actor
        public void one() {
            end(new Failure());
            end(new Failure());
        }

        @Actor
        public void other() {
            end(new Failure());
            end(new Failure());
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = told(first);
        }

        private void end(Throwable thrown) {
            Throwable primary = first;
            if (primary == null) {
                Dawdle.here();
                first = thrown;
            } else {
                primary.addSuppressed(thrown);
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
