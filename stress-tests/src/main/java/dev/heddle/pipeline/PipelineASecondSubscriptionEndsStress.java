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
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A publisher that knows no order gives a source two subscriptions at once. The result: how many of them have ended
 * when the run has.
 */
@Proves(type = Pipeline.class, promise = "a subscription to a publisher ends with the run")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both: one at once, and one with the run.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class PipelineASecondSubscriptionEndsStress {

    /** The real source. */
    @JCStressTest
    @JCStressMeta(PipelineASecondSubscriptionEndsStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "One was forgotten, and its publisher goes on for ever.")
    @State
    public static class Real {
        private final Inlet inlet = new Inlet(subscriber -> {});
        private final Cancelled first = new Cancelled();
        private final Cancelled second = new Cancelled();

        @Actor
        public void one() {
            inlet.onSubscribe(first);
        }

        @Actor
        public void other() {
            inlet.onSubscribe(second);
        }

        @Arbiter
        public void after(I_Result r) {
            inlet.close();
            r.r1 = first.seen() + second.seen();
        }
    }

    /** Looks whether there is a subscription, and then keeps this one. */
    @JCStressTest
    @JCStressMeta(PipelineASecondSubscriptionEndsStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both found none, and the second was kept.")
    @State
    public static class Twin {
        private final Cancelled first = new Cancelled();
        private final Cancelled second = new Cancelled();
        private volatile @Nullable Cancelled subscription;

        @Actor
        public void one() {
            keep(first);
        }

        @Actor
        public void other() {
            keep(second);
        }

        @Arbiter
        public void after(I_Result r) {
            Cancelled kept = subscription;
            if (kept != null) {
                kept.cancel();
            }
            r.r1 = first.seen() + second.seen();
        }

        private void keep(Cancelled given) {
            if (subscription != null) {
                given.cancel();
            } else {
                Dawdle.here();
                subscription = given;
            }
        }
    }

    /** Knows whether it was cancelled. */
    private static final class Cancelled implements Flow.Subscription {
        private volatile boolean cancelled;

        int seen() {
            return cancelled ? 1 : 0;
        }

        @Override
        public void request(long items) {}

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
