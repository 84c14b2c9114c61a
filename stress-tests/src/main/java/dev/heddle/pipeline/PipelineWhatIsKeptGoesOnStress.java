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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A whole run of one item: a worker takes it from the source and then finds the end, while the thread of the next stage
 * keeps it back, to wait for a second one. The result: how many lists came out, and whether both slept for ever.
 */
@Proves(type = Pipeline.class, promise = "what a stage keeps back goes on when no item can follow it")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The list with one item came out.")
@Outcome(expect = FORBIDDEN, desc = "The list is kept for ever, or was lost.")
public class PipelineWhatIsKeptGoesOnStress {

    /** The real engine. */
    @JCStressTest
    @JCStressMeta(PipelineWhatIsKeptGoesOnStress.class)
    @State
    public static class Real {
        private int lists;
        private final Dormitory dormitory = new Dormitory();
        private final Actors actors = new Actors(
                Pipeline.from("one", List.of("item"))
                        .batch("pairs", 2, Duration.ofHours(1))
                        .to("count", list -> lists++),
                dormitory);

        @Actor
        public void carrier() {
            dormitory.work(actors.worker(0));
        }

        @Actor
        public void owner() {
            dormitory.work(actors.owner());
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = lists;
            r.r2 = dormitory.isOverslept() ? 1 : 0;
        }
    }

    /** Looks whether more can come, and only then says that it keeps something. */
    @JCStressTest
    @JCStressMeta(PipelineWhatIsKeptGoesOnStress.class)
    @Outcome(id = "0, 1", expect = ACCEPTABLE_INTERESTING, desc = "The end came between look and word: kept for ever.")
    @State
    public static class Twin {
        private final AtomicBoolean kept = new AtomicBoolean();
        private final AtomicBoolean gone = new AtomicBoolean();
        private volatile boolean ended;

        @Actor
        public void carrier() {
            ended = true;
            if (kept.get()) {
                gone.set(true);
            }
        }

        @Actor
        public void owner() {
            if (ended) {
                gone.set(true);
            } else {
                Dawdle.here();
                kept.set(true);
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = gone.get() ? 1 : 0;
            r.r2 = gone.get() ? 0 : 1;
        }
    }
}
