/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads of a call fail twice each. The result: of how many failures the caller hears. */
@Proves(type = Parallel.class, promise = "the first failure is thrown, and the next sixteen are suppressed on it")
@Outcome(id = "4", expect = ACCEPTABLE, desc = "One was first, and the others are suppressed on it.")
@Outcome(expect = FORBIDDEN, desc = "More failures than there were.")
public class ParallelFailuresAreToldStress {

    private static int told(@Nullable Throwable first) {
        return first == null ? 0 : 1 + first.getSuppressed().length;
    }

    /** The real call. */
    @JCStressTest
    @JCStressMeta(ParallelFailuresAreToldStress.class)
    @Outcome(
            id = {"0", "1", "2", "3"},
            expect = FORBIDDEN,
            desc = "A failure is lost.")
    @State
    public static class Real {
        private final Call call = Call.forEach(Spinning.plan(Window.FOLLOWS), List.of(), input -> input);

        @Actor
        public void first() {
            call.fail(0, new Failure());
            call.fail(1, new Failure());
        }

        @Actor
        public void second() {
            call.fail(2, new Failure());
            call.fail(3, new Failure());
        }

        @Arbiter
        public void after(I_Result r) {
            try {
                call.run();
            } catch (TaskException e) {
                r.r1 = told(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Looks whether there is one already, and then writes. */
    @JCStressTest
    @JCStressMeta(ParallelFailuresAreToldStress.class)
    @Outcome(
            id = {"1", "2", "3"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both thought that they were first.")
    @State
    public static class Twin {
        private volatile @Nullable Throwable first;

        @Actor
        public void first() {
            fail(new Failure());
            fail(new Failure());
        }

        @Actor
        public void second() {
            fail(new Failure());
            fail(new Failure());
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = told(first);
        }

        private void fail(Throwable thrown) {
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
