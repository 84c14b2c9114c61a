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

/** A publisher hands over a subscription while the run comes to its end. The result: how often it was cancelled. */
@Proves(type = Pipeline.class, promise = "a subscription to a publisher ends with the run")
@Outcome(
        id = {"1", "2"},
        expect = ACCEPTABLE,
        desc = "Cancelled by one of the two, or by both.")
@Outcome(expect = FORBIDDEN, desc = "The run is over, and the publisher does not know.")
public class PipelineASubscriptionEndsWithTheRunStress {

    /** The real source. */
    @JCStressTest
    @JCStressMeta(PipelineASubscriptionEndsWithTheRunStress.class)
    @State
    public static class Real {
        private final Inlet inlet = new Inlet(subscriber -> {});
        private final Cancelled cancelled = new Cancelled();

        @Actor
        public void publisher() {
            inlet.onSubscribe(cancelled);
        }

        @Actor
        public void run() {
            inlet.close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = cancelled.times.get();
        }
    }

    /** Looks whether the run is over, and only then stores the subscription. */
    @JCStressTest
    @JCStressMeta(PipelineASubscriptionEndsWithTheRunStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "The end came between look and store: never cancelled.")
    @State
    public static class Twin {
        private final Cancelled cancelled = new Cancelled();
        private volatile boolean over;
        private volatile Flow.@Nullable Subscription subscription;

        @Actor
        public void publisher() {
            if (over) {
                cancelled.cancel();
            } else {
                Dawdle.here();
                subscription = cancelled;
            }
        }

        @Actor
        public void run() {
            over = true;
            Flow.Subscription seen = subscription;
            if (seen != null) {
                seen.cancel();
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = cancelled.times.get();
        }
    }

    /** Counts how often it was cancelled. */
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
