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
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two results that are wanted as they are done are done at once. How many come off the belt? */
@Proves(type = Parallel.class, promise = "no result is left behind at the end")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ParallelTwoAreDoneAtOnceStress {

    /** The real belt. */
    @JCStressTest
    @JCStressMeta(ParallelTwoAreDoneAtOnceStress.class)
    @Outcome(
            id = {"0", "1"},
            expect = FORBIDDEN,
            desc = "A result is lost.")
    @State
    public static class Real {
        private final Belt belt = new Belt(new Window(4, 2), false, Spinning.INSTANCE);
        private final Chunk first = new Chunk(0, 1, new @Nullable Object[] {"first"});
        private final Chunk second = new Chunk(1, 1, new @Nullable Object[] {"second"});

        public Real() {
            belt.begun(first);
            belt.begun(second);
        }

        @Actor
        public void one() {
            belt.done(first);
        }

        @Actor
        public void other() {
            belt.done(second);
        }

        @Arbiter
        public void after(I_Result r) {
            while (belt.poll() != null) {
                r.r1++;
            }
        }
    }

    /** Looks where the next result goes, puts it there, and then says so. */
    @JCStressTest
    @JCStressMeta(ParallelTwoAreDoneAtOnceStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both put their result into the same place.")
    @State
    public static class Twin {
        private final @Nullable String[] belt = new @Nullable String[2];
        private volatile int size;

        @Actor
        public void one() {
            done("first");
        }

        @Actor
        public void other() {
            done("second");
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = size;
        }

        private void done(String result) {
            int at = size;
            Dawdle.here();
            belt[at] = result;
            size = at + 1;
        }
    }
}
