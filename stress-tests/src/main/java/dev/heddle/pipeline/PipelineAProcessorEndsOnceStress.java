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
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The publisher of a processor ends while its run comes. The result: how often the run is told of the end. */
@Proves(type = Pipeline.class, promise = "a processor is connected once, and ended once")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Once.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class PipelineAProcessorEndsOnceStress {

    /** The real processor. */
    @JCStressTest
    @JCStressMeta(PipelineAProcessorEndsOnceStress.class)
    @Outcome(id = "0", expect = FORBIDDEN, desc = "Neither has seen the other: the run waits for ever.")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "Both told it.")
    @State
    public static class Real {
        private final Passage<String, String> passage = new Passage<>("processor", stages -> stages);
        private final Told run = new Told();

        public Real() {
            passage.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long items) {}

                @Override
                public void cancel() {}
            });
        }

        @Actor
        public void publisher() {
            passage.onComplete();
        }

        @Actor
        public void run() {
            passage.attach(run);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = run.ends.get();
        }
    }

    /** Each looks whether the other one is there, and only then says that it is. */
    @JCStressTest
    @JCStressMeta(PipelineAProcessorEndsOnceStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "Neither has seen the other.")
    @State
    public static class Twin {
        private final Told run = new Told();
        private volatile boolean isAttached;
        private volatile boolean isOver;

        @Actor
        public void publisher() {
            boolean attached = isAttached;
            Dawdle.here();
            isOver = true;
            if (attached) {
                run.onComplete();
            }
        }

        @Actor
        public void run() {
            boolean over = isOver;
            Dawdle.here();
            isAttached = true;
            if (over) {
                run.onComplete();
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = run.ends.get();
        }
    }

    /** Counts the ends that it is told of. */
    private static final class Told implements Flow.Subscriber<String> {
        private final AtomicInteger ends = new AtomicInteger();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(String item) {}

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {
            ends.incrementAndGet();
        }
    }
}
