/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stages between a publisher and a subscriber: one run, which begins when the subscriber comes. */
final class Passage<T, R> implements Flow.Processor<T, R> {
    /*
     * field      read      write     who writes
     * ---------  --------  --------  -------------------------------------------------
     * upstream   volatile  CAS       the publisher's thread, once
     * last       volatile  volatile  the publisher's thread, once
     * inlet      volatile  volatile  the worker inside the source, once
     * over       volatile  volatile  the last worker of the run
     * connected  volatile  CAS       the publisher's thread or the worker, whoever comes second
     * attached   volatile  volatile  whoever won connected
     * ended      volatile  CAS       whoever of them sees both attached and last
     *
     * Publisher and run come in any order. Each stores its part and then looks for the other's, so one of them sees both
     * and connects them; the same holds for the last signal and for the end of a run that never came so far.
     */
    private final String name;
    private final Flow.Publisher<R> out;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicBoolean connected = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Flow.@Nullable Subscription> upstream = new AtomicReference<>();

    private volatile Flow.@Nullable Subscriber<? super T> inlet;
    private volatile @Nullable Last last;
    private volatile boolean attached;
    private volatile boolean over;

    Passage(String name, Function<? super Stages<T>, ? extends Stages<R>> through) {
        this.name = name;
        Flow.Publisher<T> in = this::attach;
        this.out = new Outlet<>(requireNonNull(through.apply(Pipeline.from(name, in)), "stages"), this::atEnd);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super R> subscriber) {
        requireNonNull(subscriber, "subscriber");
        if (taken.compareAndSet(false, true)) {
            out.subscribe(subscriber);
        } else {
            Outlet.refuse(subscriber, new IllegalStateException("processor '" + name + "' has a subscriber already"));
        }
    }

    /** The run has come. */
    void attach(Flow.Subscriber<? super T> subscriber) {
        inlet = subscriber;
        connect();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        requireNonNull(subscription, "subscription");
        if (!upstream.compareAndSet(null, subscription) || over) {
            subscription.cancel();
        } else {
            connect();
        }
    }

    @Override
    public void onNext(T item) {
        requireNonNull(item, "item");
        Flow.Subscriber<? super T> to = inlet;
        if (to != null) { // nobody has asked for an item before
            to.onNext(item);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        last = new Last(requireNonNull(thrown, "thrown"));
        connect();
    }

    @Override
    public void onComplete() {
        last = new Last(null);
        connect();
    }

    private void connect() {
        Flow.Subscriber<? super T> to = inlet;
        Flow.Subscription from = upstream.get();
        if (to == null || from == null) {
            return;
        }
        if (connected.compareAndSet(false, true)) {
            to.onSubscribe(from);
            attached = true;
        }
        Last signal = last;
        if (attached && signal != null && ended.compareAndSet(false, true)) {
            if (signal.failure() == null) {
                to.onComplete();
            } else {
                to.onError(signal.failure());
            }
        }
    }

    /** The run is over. The publisher's own failure goes on as it came. */
    @SuppressWarnings("ReferenceEquality") // the question is whether it is this very failure
    @Nullable
    Throwable atEnd(@Nullable Throwable failure) {
        over = true;
        Flow.Subscription from = upstream.get();
        if (from != null) {
            from.cancel();
        }
        Last signal = last;
        Throwable upstreams = signal == null ? null : signal.failure();
        return failure != null && upstreams != null && failure.getCause() == upstreams ? upstreams : failure;
    }

    /**
     * The last signal of the publisher.
     *
     * @param failure null when the publisher has come to its end
     */
    private record Last(@Nullable Throwable failure) {}
}
