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
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The consumer goes to sleep while its result is done, or while it shows that there are no more inputs. The result: 1
 * if it parked and nobody was left to wake it, so that a lost wake-up is an outcome and not a hang.
 */
@Proves(type = Parallel.class, promise = "nobody sleeps through a result, or through room for one")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Did not park, or was woken.")
@Outcome(expect = FORBIDDEN, desc = "Parked for ever.")
public class ParallelNobodySleepsThroughAResultStress {

    /** The real belt. */
    @JCStressTest
    @JCStressMeta(ParallelNobodySleepsThroughAResultStress.class)
    @State
    public static class Real {
        private final Bed bed = new Bed();
        private final Plan plan = new Plan(1, null, 1, null, bed);
        private final Belt belt = plan.orderedBelt();
        private final Share share = new Share(plan, false);
        private final Call call;

        public Real() {
            boolean isEmpty = (System.identityHashCode(bed) & 1) == 0;
            call = Call.stream(plan, isEmpty ? List.of() : List.of("input"), input -> input, belt);
        }

        @Actor
        public void sleeper(I_Result r) {
            try {
                call.next(share);
            } catch (Bed.Parked parked) {
                r.r1 = 1;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Actor
        public void waker() {
            try {
                Chunk chunk = call.claim(1);
                if (chunk != null) {
                    belt.done(chunk);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            bed.leave();
        }
    }

    /** The textbook's order: looks, and only then says that it sleeps. */
    @JCStressTest
    @JCStressMeta(ParallelNobodySleepsThroughAResultStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "It came between look and sleep: lost wake-up.")
    @State
    public static class Twin {
        private final LostWakeUp textbook = new LostWakeUp();

        @Actor
        public void sleeper(I_Result r) {
            r.r1 = textbook.await();
        }

        @Actor
        public void waker() {
            textbook.come();
        }
    }
}
