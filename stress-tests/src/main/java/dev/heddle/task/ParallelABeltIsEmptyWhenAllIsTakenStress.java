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
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A result is taken off the belt while the next one is begun and done. The result: how many came off in the end, and
 * whether the belt then says that it is empty, which is how a caller finds the end.
 */
@Proves(type = Parallel.class, promise = "no result is left behind at the end")
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Both came, and then the belt was empty.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ParallelABeltIsEmptyWhenAllIsTakenStress {

    /** The real belt. */
    @JCStressTest
    @JCStressMeta(ParallelABeltIsEmptyWhenAllIsTakenStress.class)
    @Outcome(id = "2, 0", expect = FORBIDDEN, desc = "The belt goes on waiting for a result that was taken.")
    @Outcome(
            id = {"0, \\d", "1, \\d"},
            expect = FORBIDDEN,
            desc = "A result is lost.")
    @State
    public static class Real {
        private final Belt belt = new Belt(new Window(4, 1), true, Spinning.INSTANCE);
        private final Chunk first = new Chunk(0, 1, new @Nullable Object[] {"first"});
        private final Chunk second = new Chunk(1, 1, new @Nullable Object[] {"second"});
        private int taken;

        public Real() {
            belt.begun(first);
            belt.done(first);
        }

        @Actor
        public void worker() {
            belt.begun(second);
            belt.done(second);
        }

        @Actor
        public void consumer() {
            take();
        }

        @Arbiter
        public void after(II_Result r) {
            take();
            r.r1 = taken;
            r.r2 = belt.isEmpty() ? 1 : 0;
        }

        private void take() {
            while (belt.poll() != null) {
                taken++;
            }
        }
    }

    /** A count that each reads, and then writes. */
    @JCStressTest
    @JCStressMeta(ParallelABeltIsEmptyWhenAllIsTakenStress.class)
    @Outcome(id = "2, 0", expect = ACCEPTABLE_INTERESTING, desc = "One changed the count while the other did.")
    @State
    public static class Twin {
        private volatile int live = 1;

        @Actor
        public void worker() {
            count(1);
        }

        @Actor
        public void consumer() {
            count(-1);
        }

        @Arbiter
        public void after(II_Result r) {
            count(-1);
            r.r1 = 2;
            r.r2 = live == 0 ? 1 : 0;
        }

        private void count(int change) {
            int seen = live;
            Dawdle.here();
            live = seen + change;
        }
    }
}
