/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A run that is stopped interrupts its source, if that waits just now. The source has given something by itself, and
 * then fails by itself. The result: 1 if an interrupt is left behind, which hits what is called next.
 */
@Proves(type = Pipeline.class, promise = "the interrupt of a stop reaches the source that waits, and nothing else")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "None is left.")
@Outcome(expect = FORBIDDEN, desc = "One is left.")
public class PipelineAStopHitsTheSourceOnlyStress {

    /** The real intake. */
    @JCStressTest
    @JCStressMeta(PipelineAStopHitsTheSourceOnlyStress.class)
    @State
    public static class Real {
        private final Intake intake =
                new Intake("source", new Once(), Actors.deserted().fate());

        @Actor
        public void worker(I_Result r) {
            try {
                intake.next();
                intake.next();
            } catch (Exception ofSource) {
                // the second time
            }
            r.r1 = Thread.interrupted() ? 1 : 0;
        }

        @Actor
        public void stopper() {
            Dawdle.here();
            intake.stop();
            intake.hit();
        }
    }

    /** Looks who waits in the source, and interrupts him. */
    @JCStressTest
    @JCStressMeta(PipelineAStopHitsTheSourceOnlyStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "He had come out between the look and the interrupt.")
    @State
    public static class Twin {
        /** So long each step takes. */
        private static final int LONG = 10;

        private volatile @Nullable Thread inSource;
        private volatile boolean over;

        @Actor
        public void worker(I_Result r) {
            inSource = Thread.currentThread();
            dawdle(LONG); // in the source
            inSource = null;
            Thread.interrupted();
            dawdle(3 * LONG);
            over = true;
            r.r1 = Thread.interrupted() ? 1 : 0;
        }

        @Actor
        public void stopper() {
            Thread waiting = null;
            while (waiting == null && !over) {
                waiting = inSource;
            }
            dawdle(2 * LONG);
            if (waiting != null) {
                waiting.interrupt();
            }
        }

        private static void dawdle(int times) {
            for (int i = 0; i < times; i++) {
                Dawdle.here();
            }
        }
    }

    /** A source that may wait. It gives one item, and then fails. */
    private static final class Once extends Feed {
        private boolean given;

        @Override
        Object next() {
            Dawdle.here(); // as a source does that waits
            if (given) {
                throw new Failure();
            }
            given = true;
            return "item";
        }

        @Override
        boolean isReady() {
            return false;
        }

        @Override
        boolean mayWait() {
            return true;
        }
    }

    /** What the source throws. Without a stack, which would take longer than all else. */
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Failure() {
            super(null, null, true, false);
        }
    }
}
