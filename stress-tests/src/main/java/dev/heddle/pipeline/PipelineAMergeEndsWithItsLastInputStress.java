/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

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
import org.openjdk.jcstress.infra.results.II_Result;

/** Two runs put an item each into a merged one, and end. The result: how many came, and whether then the end came. */
@Proves(type = Pipeline.class, promise = "a merged run ends with the last of its inputs")
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Both items, then the end.")
@Outcome(expect = FORBIDDEN, desc = "An item was refused, or the end never comes.")
public class PipelineAMergeEndsWithItsLastInputStress {

    /** The real source. */
    @JCStressTest
    @JCStressMeta(PipelineAMergeEndsWithItsLastInputStress.class)
    @State
    public static class Real {
        private static final Stages<String> INPUT = Pipeline.from("input", List.of("item"));

        private final Merge merge = new Merge(List.of(INPUT, INPUT));

        @Actor
        public void first() {
            run();
        }

        @Actor
        public void second() {
            run();
        }

        private void run() {
            try {
                merge.put("item");
            } catch (InterruptedException e) {
                return; // refused: the result tells
            }
            merge.over(null);
        }

        @Arbiter
        public void after(II_Result r) {
            try {
                while (merge.isReady()) {
                    if (merge.take() == null) {
                        r.r2 = 1;
                        return;
                    }
                    r.r1++;
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
        }
    }

    /** Counts the runs that are left in two steps. */
    @JCStressTest
    @JCStressMeta(PipelineAMergeEndsWithItsLastInputStress.class)
    @Outcome(id = "2, 0", expect = ACCEPTABLE_INTERESTING, desc = "Each saw the other one running: nobody ended it.")
    @State
    public static class Twin {
        /** What comes before takes microseconds, and the actors come out of it so far apart. */
        private static final int TIMES = 20;

        private final Port<String> port = new Port<>(2, Parking.system());
        private volatile int running = 2;

        @Actor
        public void first() {
            run();
        }

        @Actor
        public void second() {
            run();
        }

        private void run() {
            port.offer("item");
            int left = running - 1;
            for (int i = 0; i < TIMES; i++) {
                Dawdle.here();
            }
            running = left;
            if (left == 0) {
                port.stop();
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = port.size();
            r.r2 = port.isStopped() ? 1 : 0;
        }
    }
}
