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
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread is started while the call is closed. The result: whether a function ran after the close had returned. */
@Proves(type = Parallel.class, promise = "no function runs when the call is over")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Not started, or waited for.")
@Outcome(expect = FORBIDDEN, desc = "A function ran after the end.")
public class ParallelNothingRunsAfterTheEndStress {

    /** The real call. */
    @JCStressTest
    @JCStressMeta(ParallelNothingRunsAfterTheEndStress.class)
    @State
    public static class Real {
        private volatile boolean closed;
        private volatile int late;
        private final Call call =
                Call.forEach(new Plan(1, null, Window.FOLLOWS, null, Parking.system()), List.of(1), input -> {
                    late = closed ? 1 : 0;
                    return input;
                });

        @Actor
        public void starter() {
            call.start();
        }

        @Actor
        public void closer() {
            call.close();
            closed = true;
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = late;
        }
    }

    /** Looks whether the call is over, and then starts the thread, which nobody waits for. */
    @JCStressTest
    @JCStressMeta(ParallelNothingRunsAfterTheEndStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Ended between the look and the function.")
    @State
    public static class Twin {
        private volatile boolean over;
        private volatile boolean closed;
        private volatile int late;
        private @Nullable Thread thread;

        @Actor
        public void starter() {
            if (!over) {
                thread = Thread.startVirtualThread(() -> late = closed ? 1 : 0);
            }
        }

        @Actor
        public void closer() {
            Dawdle.here(); // the start of a thread takes longer than this, and so ends behind it
            Dawdle.here();
            over = true;
            closed = true;
        }

        @Arbiter
        public void after(I_Result r) {
            if (thread != null) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            r.r1 = late;
        }
    }
}
