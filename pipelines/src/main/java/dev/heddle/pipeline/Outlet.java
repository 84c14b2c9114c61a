/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Parking;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What comes out of the last stage as a publisher. Each subscriber has a run of its own. */
final class Outlet<T> implements Flow.Publisher<T> {
    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
    };

    private final Stages<T> stages;

    /** Told why a run ended, null when it came to its end; gives what the subscriber is told. */
    private final UnaryOperator<@Nullable Throwable> atEnd;

    Outlet(Stages<T> stages, UnaryOperator<@Nullable Throwable> atEnd) {
        this.stages = stages;
        this.atEnd = atEnd;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        requireNonNull(subscriber, "subscriber");
        Delivery<T> delivery = new Delivery<>(subscriber, Parking.system());
        Engine engine;
        try {
            engine = stages.to("publish", delivery).engine(() -> over(delivery));
        } catch (RuntimeException e) {
            refuse(subscriber, e);
            return;
        }
        delivery.attach(engine);
        try {
            subscriber.onSubscribe(delivery);
        } catch (Throwable thrown) {
            delivery.cancel();
            throw thrown;
        } finally {
            engine.start();
        }
    }

    private void over(Delivery<T> delivery) {
        Throwable failure = delivery.failure();
        delivery.end(atEnd.apply(failure), failure instanceof CancellationException);
    }

    /** Gives a subscriber the two signals that are due to one that can have no items. */
    static void refuse(Flow.Subscriber<?> subscriber, Throwable why) {
        subscriber.onSubscribe(NONE);
        subscriber.onError(why);
    }
}
