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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A sink has an item for a subscriber who has asked for none so far, and now asks. The result: how many it was given.
 */
@Proves(type = Pipeline.class, promise = "a sink that waits for its subscriber is woken by a request")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Was given what it asked for.")
@Outcome(expect = FORBIDDEN, desc = "The sink sleeps, and nobody will wake it.")
public class PipelineARequestWakesTheSinkStress {

    /** The real sink. */
    @JCStressTest
    @JCStressMeta(PipelineARequestWakesTheSinkStress.class)
    @State
    public static class Real {
        private final Bed bed = new Bed();
        private final Asker asker = new Asker();
        private final Delivery<String> delivery = new Delivery<>(asker, bed);

        @Actor
        public void sink(I_Result r) {
            try {
                delivery.accept("item");
            } catch (Bed.Parked parked) {
                return;
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
            r.r1 = asker.given;
        }

        @Actor
        public void subscriber() {
            delivery.request(1);
            bed.leave();
        }
    }

    /** The textbook's order: looks for a request, and only then says that it sleeps. */
    @JCStressTest
    @JCStressMeta(PipelineARequestWakesTheSinkStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "The request came between look and sleep: lost wake-up.")
    @State
    public static class Twin {
        private final Bed bed = new Bed();
        private final AtomicLong demand = new AtomicLong();
        private final AtomicBoolean waiting = new AtomicBoolean();

        @Actor
        public void sink(I_Result r) {
            if (demand.get() == 0) {
                Dawdle.here();
                waiting.set(true);
                try {
                    bed.park(this);
                } catch (Bed.Parked parked) {
                    return;
                }
            }
            r.r1 = 1;
        }

        @Actor
        public void subscriber() {
            demand.incrementAndGet();
            if (waiting.get()) {
                bed.unpark(Thread.currentThread());
            }
            bed.leave();
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
