/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.internal.Parking;
import dev.heddle.stress.Proves;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One worker goes to sleep while another one ends the run. The result: whether the first one parked, and whether it was
 * woken. Who parks leaves the harness by an exception, so that a lost wake-up is an outcome and not a hang.
 */
@Proves(type = Pipeline.class, promise = "no worker sleeps through the end of the run")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Saw the end, and did not park.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Saw the end, and did not park; the wake-up was not needed.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Parked, and was woken.")
@Outcome(expect = FORBIDDEN, desc = "Parked for ever.")
public class PipelineNoWorkerSleepsThroughTheEndStress {

    /** The real engine. */
    @JCStressTest
    @JCStressMeta(PipelineNoWorkerSleepsThroughTheEndStress.class)
    @State
    public static class Real {
        private final Bed bed = new Bed();
        private final Actors actors =
                new Actors(Pipeline.from("waits", () -> "item").to("drop", i -> {}), 2, bed);

        public Real() {
            actors.engine().sourceDoor().tryEnter(); // some third worker waits there
        }

        @Actor
        public void sleeper(II_Result r) {
            try {
                actors.engine().crew().sleep(actors.worker(0));
            } catch (Parked parked) {
                r.r1 = 1;
            }
        }

        @Actor
        public void last() {
            actors.engine().fate().finish();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = bed.woken.get() ? 1 : 0;
        }
    }

    /** The textbook's order: looks for the end, and only then says that it sleeps. */
    @JCStressTest
    @JCStressMeta(PipelineNoWorkerSleepsThroughTheEndStress.class)
    @Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "The end came between look and sleep: lost wake-up.")
    @State
    public static class Twin {
        private final Bed bed = new Bed();
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicBoolean asleep = new AtomicBoolean();

        @Actor
        public void sleeper(II_Result r) {
            if (!over.get()) {
                asleep.set(true);
                try {
                    bed.park(this);
                } catch (Parked parked) {
                    r.r1 = 1;
                }
            }
        }

        @Actor
        public void last() {
            over.set(true);
            if (asleep.get()) {
                bed.unpark(Thread.currentThread());
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = bed.woken.get() ? 1 : 0;
        }
    }

    /** Thrown instead of sleeping. */
    private static final class Parked extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Parked() {
            super(null, null, false, false);
        }
    }

    /** Where one worker sleeps: who lies down is thrown out, and whoever wakes it leaves a mark. */
    private static final class Bed implements Parking {
        private final AtomicBoolean woken = new AtomicBoolean();

        @Override
        public void park(Object blocker) {
            if (!woken.get()) {
                throw new Parked();
            }
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
            park(blocker);
        }

        @Override
        public void unpark(Thread thread) {
            woken.set(true);
        }
    }
}
