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
 * The thread of the source finds the ring full and goes to sleep while the sink frees a slot. The result: 1 if it
 * parked and nobody was left to wake it, so that a lost wake-up is an outcome and not a hang.
 */
@Proves(type = Pipeline.class, promise = "the thread of a source does not sleep through room for an item")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Did not park, or was woken.")
@Outcome(expect = FORBIDDEN, desc = "Parked for ever.")
public class PipelineNobodySleepsThroughRoomStress {

    /** The real engine. */
    @JCStressTest
    @JCStressMeta(PipelineNobodySleepsThroughRoomStress.class)
    @State
    public static class Real {
        private static final Thread SOMEBODY = new Thread(() -> {}); // the bed asks nobody for his name

        private final Bed bed = new Bed();
        private final Actors actors =
                new Actors(Pipeline.from("waits", () -> "item").onThread().to("drop", i -> {}), 2, bed);

        public Real() {
            Engine engine = actors.engine();
            actors.owner().thread = SOMEBODY;
            for (int i = 0; i < 2; i++) {
                Slot slot = engine.claim(i);
                slot.taken = 1;
                slot.phase = SlotFields.CARRIED;
                engine.sourceDoor().cursor = i + 1L;
                engine.intake().addCarried(1);
            }
        }

        @Actor
        public void sleeper(I_Result r) {
            try {
                actors.engine().crew().sleep(actors.owner());
            } catch (Bed.Parked parked) {
                r.r1 = 1;
            }
        }

        @Actor
        public void waker() {
            Engine engine = actors.engine();
            engine.free(engine.slot(0), engine.lastDoor());
            bed.leave();
        }
    }

    /** The textbook's order: looks, and only then says that it sleeps. */
    @JCStressTest
    @JCStressMeta(PipelineNobodySleepsThroughRoomStress.class)
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
