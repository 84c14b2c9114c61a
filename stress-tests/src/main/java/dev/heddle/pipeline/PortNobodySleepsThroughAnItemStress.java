/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.internal.Bed;
import dev.heddle.stress.LostWakeUp;
import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The run takes from an empty port while somebody puts an item in, or stops it. The result: 1 if the run parked and
 * nobody was left to wake it, so that a lost wake-up is an outcome and not a hang.
 */
@Proves(type = Port.class, promise = "nobody sleeps through an item, through room for one, or through the end")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Did not park, or was woken.")
@Outcome(expect = FORBIDDEN, desc = "Parked for ever.")
public class PortNobodySleepsThroughAnItemStress {

    /** The real port. */
    @JCStressTest
    @JCStressMeta(PortNobodySleepsThroughAnItemStress.class)
    @State
    public static class Real {
        private final Bed bed = new Bed();
        private final Port<String> port = new Port<>(2, bed);

        /** Whether this time it is the end that wakes. */
        private final boolean stops = (System.identityHashCode(bed) & 1) == 0;

        @Actor
        public void taker(I_Result r) {
            try {
                port.take();
            } catch (Bed.Parked parked) {
                r.r1 = 1;
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
        }

        @Actor
        public void giver() {
            if (stops) {
                port.stop();
            } else {
                port.offer("item");
            }
            bed.leave();
        }
    }

    /** The textbook's order: looks, and only then says that it sleeps. */
    @JCStressTest
    @JCStressMeta(PortNobodySleepsThroughAnItemStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "It came between look and sleep: lost wake-up.")
    @State
    public static class Twin {
        private final LostWakeUp textbook = new LostWakeUp();

        @Actor
        public void taker(I_Result r) {
            r.r1 = textbook.await();
        }

        @Actor
        public void giver() {
            textbook.come();
        }
    }
}
