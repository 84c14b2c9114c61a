/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two workers fail at the same moment: one failure is thrown, and the other stands on it as suppressed. */
@Proves(type = Job.class, promise = "of failures at the same moment none is lost")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "One was first, and the other is told with it.")
@Outcome(expect = FORBIDDEN, desc = "More failures than there were.")
public class JobOfFailuresNoneIsLostStress {

    private static int told(@Nullable Throwable first) {
        return first == null ? 0 : 1 + first.getSuppressed().length;
    }

    /** The failure of a run as the engine keeps it. */
    @JCStressTest
    @JCStressMeta(JobOfFailuresNoneIsLostStress.class)
    @Outcome(
            id = {"0", "1"},
            expect = FORBIDDEN,
            desc = "A failure is lost.")
    @State
    public static class Real {
        private final FirstFailure failure = new FirstFailure();

        @Actor
        public void first() {
            failure.add(new Failure());
        }

        @Actor
        public void second() {
            failure.add(new Failure());
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = told(failure.get());
        }
    }

    /** Looks whether there is one already, and then writes. */
    @JCStressTest
    @JCStressMeta(JobOfFailuresNoneIsLostStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both thought that they were first.")
    @State
    public static class Twin {
        private volatile @Nullable Throwable failure;

        @Actor
        public void first() {
            add(new Failure());
        }

        @Actor
        public void second() {
            add(new Failure());
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = told(failure);
        }

        private void add(Throwable next) {
            Throwable first = failure;
            if (first == null) {
                Dawdle.here();
                failure = next;
            } else {
                first.addSuppressed(next);
            }
        }
    }

    /** Without a stack, which takes longer than everything else. */
    private static final class Failure extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private Failure() {
            super("failed", null, true, false);
        }
    }
}
