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

/** Two publishers subscribe one processor at once. The result: how many of them are told that they are not wanted. */
@Proves(type = Pipeline.class, promise = "a processor has one publisher and one subscriber")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "One.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class PipelineAProcessorHasOnePublisherStress {

    /** The real processor. */
    @JCStressTest
    @JCStressMeta(PipelineAProcessorHasOnePublisherStress.class)
    @Outcome(id = "0", expect = FORBIDDEN, desc = "One was forgotten, and waits for a request for ever.")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "Neither is wanted.")
    @State
    public static class Real {
        private final Passage<String, String> passage = new Passage<>("processor", stages -> stages);
        private final Cancelled first = new Cancelled();
        private final Cancelled second = new Cancelled();

        @Actor
        public void one() {
            passage.onSubscribe(first);
        }

        @Actor
        public void other() {
            passage.onSubscribe(second);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = first.seen() + second.seen();
        }
    }

    /** Looks whether there is a subscription, and then keeps this one. */
    @JCStressTest
    @JCStressMeta(PipelineAProcessorHasOnePublisherStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "Both found none, and the second was kept.")
    @State
    public static class Twin {
        private final Cancelled first = new Cancelled();
        private final Cancelled second = new Cancelled();
        private volatile @Nullable Cancelled upstream;

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
            r.r1 = first.seen() + second.seen();
        }

        private void keep(Cancelled given) {
            if (upstream != null) {
                given.cancel();
            } else {
                Dawdle.here();
                upstream = given;
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
