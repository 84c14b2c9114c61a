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

/** Two subscribe to one processor at once. The result: how many of them are refused. */
@Proves(type = Pipeline.class, promise = "a processor has one publisher and one subscriber")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "One.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class PipelineAProcessorHasOneSubscriberStress {

    /** The real processor. */
    @JCStressTest
    @JCStressMeta(PipelineAProcessorHasOneSubscriberStress.class)
    @Outcome(id = "0", expect = FORBIDDEN, desc = "Both have a run, of which one never gets an item.")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "Neither has a run.")
    @State
    public static class Real {
        private final Passage<String, String> passage = new Passage<>("processor", stages -> stages);
        private final Brief first = new Brief();
        private final Brief second = new Brief();

        @Actor
        public void one() {
            passage.subscribe(first);
        }

        @Actor
        public void other() {
            passage.subscribe(second);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = first.refused() + second.refused();
        }
    }

    /** Looks whether there is a subscriber, and then takes this one. */
    @JCStressTest
    @JCStressMeta(PipelineAProcessorHasOneSubscriberStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "Both found none.")
    @State
    public static class Twin {
        private final Brief first = new Brief();
        private final Brief second = new Brief();
        private volatile @Nullable Brief taken;

        @Actor
        public void one() {
            subscribe(first);
        }

        @Actor
        public void other() {
            subscribe(second);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = first.refused() + second.refused();
        }

        private void subscribe(Brief subscriber) {
            if (taken != null) {
                subscriber.onError(new IllegalStateException());
            } else {
                Dawdle.here();
                taken = subscriber;
            }
        }
    }

    /** Cancels at once, so that no run stays, and knows whether it was refused. */
    private static final class Brief implements Flow.Subscriber<String> {
        private volatile boolean refused;

        int refused() {
            return refused ? 1 : 0;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(String item) {}

        @Override
        public void onError(Throwable thrown) {
            refused = true;
        }

        @Override
        public void onComplete() {}
    }
}
