/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Parking;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The source of a run whose items are those of a publisher: a subscriber that never asks for more than it has room. */
final class Inlet extends Feed implements Flow.Subscriber<Object> {
    /*
     * field         read      write     who writes
     * ------------  --------  --------  ---------------------------------------------
     * subscription  volatile  CAS       the publisher's thread, once
     * failure       volatile  volatile  the publisher's thread, before it stops the port
     * begun, given  plain     plain     the worker inside the source
     *
     * The items wait in a port, whose stop is both the end of the publisher and the stop of the run. Who stops the port
     * looks for a subscription to cancel afterwards, and onSubscribe looks for the stop after it has stored the
     * subscription, so one of the two sees the other.
     */
    private static final int ROOM = 256;
    private static final int REFILL = ROOM * 3 / 4;

    private static final VarHandle SUBSCRIPTION = fieldVarHandle(
            MethodHandles.lookup(), "subscription", VarHandle.class, Inlet.class, Flow.Subscription.class);

    private final Flow.Publisher<?> publisher;
    private final Port<Object> port = new Port<>(ROOM, Parking.system());

    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable failure;
    private boolean begun;
    private int given;

    Inlet(Flow.Publisher<?> publisher) {
        this.publisher = publisher;
    }

    @Override
    @Nullable
    Object next() throws Exception {
        if (!begun) {
            begun = true;
            publisher.subscribe(this);
        }
        Object item = port.take();
        if (item == null) {
            cancel();
            throwFailure();
            return null;
        }
        Flow.Subscription from = subscription;
        if (++given == REFILL && from != null) {
            given = 0;
            from.request(REFILL);
        }
        return item;
    }

    private void throwFailure() throws Exception {
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof Exception exception) {
            throw exception;
        }
    }

    @Override
    boolean isReady() {
        return port.isReady();
    }

    @Override
    boolean mayWait() {
        return true;
    }

    @Override
    boolean stop() {
        port.stop();
        return true;
    }

    @Override
    int close() {
        port.stop();
        cancel();
        return port.remaining().size();
    }

    private void cancel() {
        Flow.Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
    }

    // what the publisher calls

    @Override
    public void onSubscribe(Flow.Subscription given) {
        requireNonNull(given, "subscription");
        if (!SUBSCRIPTION.compareAndSet(this, null, given) || port.isStopped()) {
            given.cancel();
        } else {
            given.request(ROOM);
        }
    }

    @Override
    public void onNext(Object item) {
        if (!port.offer(item) && !port.isStopped()) {
            failure = new IllegalStateException("the publisher gave more items than were asked for");
            port.stop();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        requireNonNull(thrown, "thrown");
        if (!port.isStopped()) {
            failure = thrown instanceof Error || thrown instanceof Exception ? thrown : new Exception(thrown);
            port.stop();
        }
    }

    @Override
    public void onComplete() {
        port.stop();
    }
}
