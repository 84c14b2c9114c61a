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
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A publisher subscribes a processor whose run is just over. The result: how often the subscription is cancelled. */
@Proves(type = Pipeline.class, promise = "a subscription to a publisher ends with the run")
@Outcome(
        id = {"1", "2"},
        expect = ACCEPTABLE,
        desc = "The one that came second has cancelled it, or both: a second time does nothing.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class PipelineAProcessorEndsItsSubscriptionStress {

    /** The real processor. */
    @JCStressTest
    @JCStressMeta(PipelineAProcessorEndsItsSubscriptionStress.class)
    @Outcome(id = "0", expect = FORBIDDEN, desc = "Neither has seen the other: the publisher goes on for ever.")
    @State
    public static class Real {
        private final Passage<String, String> passage = new Passage<>("processor", stages -> stages);
        private final Cancelled cancelled = new Cancelled();

        @Actor
        public void publisher() {
            passage.onSubscribe(cancelled);
        }

        @Actor
        public void run() {
            passage.atEnd(null);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = cancelled.times.get();
        }
    }

    /** Looks whether the run is over, and only then stores the subscription. */
    @JCStressTest
    @JCStressMeta(PipelineAProcessorEndsItsSubscriptionStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "The end came between look and store: never cancelled.")
    @State
    public static class Twin {
        private final Cancelled cancelled = new Cancelled();
        private volatile boolean over;
        private volatile Flow.@Nullable Subscription upstream;

        @Actor
        public void publisher() {
            if (over) {
                cancelled.cancel();
            } else {
                Dawdle.here();
                upstream = cancelled;
            }
        }

        @Actor
        public void run() {
            over = true;
            Flow.Subscription seen = upstream;
            if (seen != null) {
                seen.cancel();
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = cancelled.times.get();
        }
    }

    /** Counts how often it is cancelled. */
    private static final class Cancelled implements Flow.Subscription {
        private final AtomicInteger times = new AtomicInteger();

        @Override
        public void request(long items) {}

        @Override
        public void cancel() {
            times.incrementAndGet();
        }
    }
}
