/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.internal.Bed;
import dev.heddle.stress.LostWakeUp;
import dev.heddle.stress.Proves;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Who waits for room goes to sleep while the call ends. The result: 1 if it parked and nobody was left to wake it, so
 * that a lost wake-up is an outcome and not a hang.
 */
@Proves(type = Parallel.class, promise = "no thread is left when the call is over")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Did not park, or was woken.")
@Outcome(expect = FORBIDDEN, desc = "Parked for ever.")
public class ParallelNobodySleepsThroughTheEndStress {

    /** The real belt, which is full. */
    @JCStressTest
    @JCStressMeta(ParallelNobodySleepsThroughTheEndStress.class)
    @State
    public static class Real {
        private final Bed bed = new Bed();
        private final Belt belt = new Belt(new Window(1, 1), true, bed);

        public Real() {
            belt.begun(new Chunk(0, 1, new @Nullable Object[] {"result"}));
        }

        @Actor
        public void sleeper(I_Result r) {
            try {
                belt.awaitRoom(1);
            } catch (Bed.Parked parked) {
                r.r1 = 1;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Actor
        public void closer() {
            belt.close();
            bed.leave();
        }
    }

    /** The textbook's order: looks for the end, and only then says that it sleeps. */
    @JCStressTest
    @JCStressMeta(ParallelNobodySleepsThroughTheEndStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "It came between look and sleep: lost wake-up.")
    @State
    public static class Twin {
        private final LostWakeUp textbook = new LostWakeUp();

        @Actor
        public void sleeper(I_Result r) {
            r.r1 = textbook.await();
        }

        @Actor
        public void closer() {
            textbook.come();
        }
    }
}
