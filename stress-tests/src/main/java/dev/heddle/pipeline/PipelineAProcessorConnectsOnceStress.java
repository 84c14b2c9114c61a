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
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The publisher of a processor subscribes it, and ends at once, while its run comes. The result: how often the run was
 * given the subscription, and how often the end.
 */
@Proves(type = Pipeline.class, promise = "a processor is connected once, and ended once")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Once.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class PipelineAProcessorConnectsOnceStress {
    private static final Flow.Subscription SUBSCRIPTION = new Flow.Subscription() {
        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
    };

    /** The real processor. */
    @JCStressTest
    @JCStressMeta(PipelineAProcessorConnectsOnceStress.class)
    @Outcome(
            id = {"0, \\d", "1, 0"},
            expect = FORBIDDEN,
            desc = "Neither has seen the other.")
    @Outcome(
            id = {"2, \\d", "1, 2"},
            expect = FORBIDDEN,
            desc = "Both did it.")
    @State
    public static class Real {
        private final Passage<String, String> passage = new Passage<>("processor", stages -> stages);
        private final Told run = new Told();

        @Actor
        public void publisher() {
            passage.onSubscribe(SUBSCRIPTION);
            passage.onComplete();
        }

        @Actor
        public void run() {
            passage.attach(run);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = run.subscriptions.get();
            r.r2 = run.ends.get();
        }
    }

    /** Each looks whether the other one is there, and whether it is done, and does it. */
    @JCStressTest
    @JCStressMeta(PipelineAProcessorConnectsOnceStress.class)
    @Outcome(
            id = {"0, \\d", "1, 0", "2, \\d", "1, 2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Neither has seen the other, or both did it.")
    @State
    public static class Twin {
        private final Told run = new Told();
        private volatile boolean isAttached;
        private volatile boolean isSubscribed;
        private volatile boolean isOver;
        private volatile boolean isConnected;
        private volatile boolean isEnded;

        @Actor
        public void publisher() {
            isSubscribed = true;
            Dawdle.here();
            connect();
            isOver = true;
            connect();
        }

        @Actor
        public void run() {
            isAttached = true;
            Dawdle.here();
            connect();
        }

        private void connect() {
            if (!isAttached || !isSubscribed) {
                return;
            }
            if (!isConnected) {
                Dawdle.here();
                isConnected = true;
                run.onSubscribe(SUBSCRIPTION);
            }
            if (isOver && !isEnded) {
                Dawdle.here();
                isEnded = true;
                run.onComplete();
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = run.subscriptions.get();
            r.r2 = run.ends.get();
        }
    }

    /** Counts what it is told. */
    private static final class Told implements Flow.Subscriber<String> {
        private final AtomicInteger subscriptions = new AtomicInteger();
        private final AtomicInteger ends = new AtomicInteger();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriptions.incrementAndGet();
        }

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
