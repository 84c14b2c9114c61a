/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import dev.heddle.internal.Parking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The items of several runs, as they come. */
final class Merge extends Feed {
    /*
     * field    read      write     who writes
     * -------  --------  --------  ---------------------------------------------------------
     * failure  volatile  volatile  the last worker of a run that failed, before it stops the port
     * running  volatile  add       the last worker of each run
     * begun    plain     plain     the worker inside the source, and after it the last one
     */
    private static final int ROOM = 256;
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Port<Object> port = new Port<>(ROOM, Parking.system());
    private final List<Engine> engines = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();

    private volatile @Nullable Throwable failure;
    private boolean begun;

    Merge(List<? extends Stages<?>> inputs) {
        running.set(inputs.size());
        for (Stages<?> input : inputs) {
            Engine[] own = new Engine[1];
            try {
                own[0] = input.to("merge", this::put)
                        .engine(() -> over(own[0].fate().failure()));
            } catch (RuntimeException e) {
                close();
                throw e;
            }
            engines.add(own[0]);
        }
    }

    /** What each of the runs does with an item. */
    void put(Object item) throws InterruptedException {
        if (!port.put(item, FOR_EVER)) {
            throw new InterruptedException("the merged run is over");
        }
    }

    /** A run is over, and why if it did not get to its end. Called by its last worker. */
    void over(@Nullable Throwable thrown) {
        boolean failed = thrown != null && !(thrown instanceof CancellationException);
        if (failed && failure == null) {
            failure = thrown;
        }
        if (running.decrementAndGet() == 0 || failed) {
            port.stop();
        }
    }

    @Override
    @Nullable
    Object next() throws InterruptedException {
        if (!begun) {
            begun = true;
            engines.forEach(Engine::start);
        }
        return take();
    }

    /** The next item of whichever run; null when the last one is over. */
    @Nullable
    Object take() throws InterruptedException {
        Object item = port.take();
        if (item == null) {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
        return item;
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
    long size() {
        long size = 0;
        for (Engine engine : engines) {
            long of = engine.intake().size();
            if (of < 0) {
                return of;
            }
            size += of;
        }
        return size;
    }

    @Override
    boolean stop() {
        engines.forEach(engine -> engine.intake().stop());
        return true;
    }

    @Override
    void hit() {
        engines.forEach(engine -> engine.intake().hit());
    }

    @Override
    int close() {
        engines.forEach(engine -> reports.add(engine.end()));
        port.stop();
        return port.remaining().size();
    }

    @Override
    List<Report> reports() {
        return reports;
    }

    /** Named already, by the run that it ended. */
    @Override
    @SuppressWarnings("ReferenceEquality") // the question is whether it is this very failure
    Throwable describe(String name, long number, Throwable thrown) {
        return thrown == failure ? thrown : super.describe(name, number, thrown);
    }
}
