/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.internal.Parking;
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
 * Two threads of a call are started at once, find no inputs and leave. The result: how many count as being at work when
 * the call is over, of which a caller waits for the last.
 */
@Proves(type = Parallel.class, promise = "no thread is left when the call is over")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "None.")
@Outcome(expect = FORBIDDEN, desc = "One was counted twice, or not at all: the caller does not return, or too early.")
public class ParallelNoThreadIsLeftStress {

    /** The real call. */
    @JCStressTest
    @JCStressMeta(ParallelNoThreadIsLeftStress.class)
    @State
    public static class Real {
        private final Call call =
                Call.forEach(new Plan(2, null, Window.FOLLOWS, null, Parking.system()), List.of(), input -> input);

        @Actor
        public void first() {
            call.start();
        }

        @Actor
        public void second() {
            call.start();
        }

        @Arbiter
        public void after(I_Result r) {
            call.close();
            r.r1 = call.isIdle() ? 0 : 1;
        }
    }

    /** A count that each reads, and then writes. */
    @JCStressTest
    @JCStressMeta(ParallelNoThreadIsLeftStress.class)
    @Outcome(
            id = {"-1", "1", "-2", "2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "One came or left while the other was counting.")
    @State
    public static class Twin {
        private volatile int active;

        @Actor
        public void first() {
            count(1);
            count(-1);
        }

        @Actor
        public void second() {
            count(1);
            count(-1);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = active;
        }

        private void count(int change) {
            int seen = active;
            Dawdle.here();
            active = seen + change;
        }
    }
}
