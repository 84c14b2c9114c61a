/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Parking;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The sink of a run that goes to a subscriber, and waits inside the last gate until the subscriber asks for more. */
final class Delivery<T> implements Sink<T>, Flow.Subscription {
    /*
     * field       read      write      who writes
     * ----------  --------  ---------  -------------------------------------------------------------
     * demand      volatile  CAS        the subscriber adds, the worker inside the sink takes away
     * waiter      volatile  volatile   the worker inside the sink, around its sleep
     * subscriber  volatile  volatile   to null, by whoever ends the subscription
     * engine      plain     plain      once, before the subscriber knows of this
     *
     * The sleep: say that you sleep, look once more, sleep; the other side adds to the demand, and then looks whether
     * anybody sleeps. The signals never overlap: a worker inside the sink sends onNext, and the last worker of all
     * sends the one that ends the subscription.
     */
    private final AtomicLong demand = new AtomicLong();
    private final Parking parking;

    private volatile @Nullable Thread waiter;
    private volatile Flow.@Nullable Subscriber<? super T> subscriber;
    private @Nullable Engine engine;

    Delivery(Flow.Subscriber<? super T> subscriber, Parking parking) {
        this.subscriber = subscriber;
        this.parking = parking;
    }

    void attach(Engine made) {
        engine = made;
    }

    private Engine engine() {
        return requireNonNull(engine);
    }

    @Override
    public void accept(T item) throws InterruptedException {
        if (!tryTake()) {
            awaitDemand();
        }
        Flow.Subscriber<? super T> to = subscriber;
        if (to == null) {
            throw new InterruptedException("the subscriber has cancelled");
        }
        to.onNext(item);
    }

    private void awaitDemand() throws InterruptedException {
        waiter = Thread.currentThread();
        try {
            while (!tryTake()) {
                parking.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            waiter = null;
        }
    }

    private boolean tryTake() {
        for (; ; ) {
            long seen = demand.get();
            if (seen == 0) {
                return false;
            }
            if (seen == Long.MAX_VALUE || demand.compareAndSet(seen, seen - 1)) {
                return true;
            }
        }
    }

    @Override
    public void request(long items) {
        if (subscriber == null) {
            return;
        }
        if (items < 1) {
            engine().fate()
                    .end(new IllegalArgumentException("request: " + items + " (expected: at least 1, by rule 3.9)"));
            return;
        }
        demand.accumulateAndGet(items, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        Thread seen = waiter;
        if (seen != null) {
            parking.unpark(seen);
        }
    }

    @Override
    public void cancel() {
        subscriber = null;
        engine().fate().cancel();
    }

    @Nullable
    Throwable failure() {
        return engine().fate().failure();
    }

    /** Sends the last signal. Called by the last worker, when no function is called any more. */
    void end(@Nullable Throwable failure, boolean cancelled) {
        Flow.Subscriber<? super T> to = subscriber;
        subscriber = null;
        if (to == null || cancelled) {
            return;
        }
        if (failure == null) {
            to.onComplete();
        } else {
            to.onError(failure);
        }
    }
}
