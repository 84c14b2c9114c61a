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
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Somebody puts an item into a full port while the run takes one out, or the port is stopped. The result: 1 if he
 * parked and nobody was left to wake him, so that a lost wake-up is an outcome and not a hang.
 */
@Proves(type = Port.class, promise = "nobody sleeps through an item, through room for one, or through the end")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Did not park, or was woken.")
@Outcome(expect = FORBIDDEN, desc = "Parked for ever.")
public class PortNobodySleepsThroughRoomStress {

    /** The real port. */
    @JCStressTest
    @JCStressMeta(PortNobodySleepsThroughRoomStress.class)
    @State
    public static class Real {
        private final Bed bed = new Bed();
        private final Port<String> port = new Port<>(2, bed);

        /** Whether this time it is the end that wakes. */
        private final boolean stops = (System.identityHashCode(bed) & 1) == 0;

        public Real() {
            port.offer("first");
            port.offer("second");
        }

        @Actor
        public void giver(I_Result r) {
            try {
                port.put("item", Duration.ofDays(1));
            } catch (Bed.Parked parked) {
                r.r1 = 1;
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
        }

        @Actor
        public void taker() {
            if (stops) {
                port.stop();
            } else {
                takeOne();
            }
            bed.leave();
        }

        private void takeOne() {
            try {
                port.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
        }
    }

    /** The textbook's order: looks, and only then says that it sleeps. */
    @JCStressTest
    @JCStressMeta(PortNobodySleepsThroughRoomStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "It came between look and sleep: lost wake-up.")
    @State
    public static class Twin {
        private final LostWakeUp textbook = new LostWakeUp();

        @Actor
        public void giver(I_Result r) {
            r.r1 = textbook.await();
        }

        @Actor
        public void taker() {
            textbook.come();
        }
    }
}
