/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import dev.heddle.internal.Parking;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands each item to a run of its own as well, and waits while that has no room. Serial. */
final class TeeStep extends OneToOneStep {
    private static final int ROOM = 256;
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Port<Object> port = new Port<>(ROOM, Parking.system());
    private final Engine branch;

    TeeStep(Engine engine, int index, StageSpec stage, Function<Stages<Object>, Pipeline> maker) {
        super(engine, index, stage);
        this.branch = maker.apply(Pipeline.from(stage.name(), port)).engine(this::over);
    }

    @Override
    void begin() {
        branch.start();
    }

    @Override
    Object call(Object item, Worker worker) throws InterruptedException {
        if (!port.put(item, FOR_EVER)) {
            branch.crew().await(Long.MAX_VALUE); // it has failed, and with it this run
            throw new InterruptedException("the run of '" + name + "' is over");
        }
        return item;
    }

    @Override
    void drain() throws InterruptedException {
        port.stop();
        branch.crew().await(Long.MAX_VALUE);
    }

    @Override
    @Nullable
    Report close() {
        return branch.end();
    }

    /** A failure of the branch is one of this run. */
    private void over() {
        Throwable failure = branch.fate().failure();
        if (failure != null && !(failure instanceof CancellationException)) {
            engine.fate().end(failure);
        }
    }
}
