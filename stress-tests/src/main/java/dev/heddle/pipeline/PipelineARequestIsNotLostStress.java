/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.internal.Bed;
import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.util.concurrent.Flow;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A subscriber asks for a second item while it is given the first. The result: how many it is given, when three are
 * there.
 */
@Proves(type = Pipeline.class, promise = "a subscriber is given as many items as it asks for, and no more")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "What it asked for.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class PipelineARequestIsNotLostStress {

    /** The real sink. */
    @JCStressTest
    @JCStressMeta(PipelineARequestIsNotLostStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "The second request was written over.")
    @Outcome(id = "3", expect = FORBIDDEN, desc = "More than it asked for.")
    @State
    public static class Real {
        private final Bed bed = new Bed();
        private final Asker asker = new Asker();
        private final Delivery<String> delivery = new Delivery<>(asker, bed);

        public Real() {
            delivery.request(1);
            bed.leave();
        }

        @Actor
        public void sink() {
            give();
        }

        @Actor
        public void subscriber() {
            delivery.request(1);
        }

        @Arbiter
        public void after(I_Result r) {
            give();
            give();
            r.r1 = asker.given;
        }

        private void give() {
            try {
                delivery.accept("item");
            } catch (Bed.Parked parked) {
                // waits for a request
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
        }
    }

    /** A number of requests that each side reads, and then writes. */
    @JCStressTest
    @JCStressMeta(PipelineARequestIsNotLostStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "The second request was written over.")
    @Outcome(id = "3", expect = ACCEPTABLE_INTERESTING, desc = "The item that was given was written over.")
    @State
    public static class Twin {
        private volatile long demand = 1;
        private int given;

        @Actor
        public void sink() {
            give();
        }

        @Actor
        public void subscriber() {
            long seen = demand;
            Dawdle.here();
            demand = seen + 1;
        }

        @Arbiter
        public void after(I_Result r) {
            give();
            give();
            r.r1 = given;
        }

        private void give() {
            long seen = demand;
            if (seen > 0) {
                Dawdle.here();
                demand = seen - 1;
                given++;
            }
        }
    }

    /** Counts what it is given. */
    private static final class Asker implements Flow.Subscriber<String> {
        private int given;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(String item) {
            given++;
        }

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {}
    }
}
