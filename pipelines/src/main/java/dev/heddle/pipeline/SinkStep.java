/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import org.jspecify.annotations.Nullable;

/** Gives the items away. */
final class SinkStep extends Step {
    private final Sink<Object> sink;

    SinkStep(Engine engine, int index, StageSpec stage, Sink<Object> sink) {
        super(engine, index, stage);
        this.sink = sink;
    }

    Sink<Object> sink() {
        return sink;
    }

    @Override
    @Nullable
    Object call(Object item, Worker worker) throws Exception {
        sink.accept(item);
        return null;
    }

    @Override
    void run(Slot slot, Worker worker) {
        for (int from = 0; from < slot.size && !engine.isCancelled(); from += SOME) {
            worker.count(index, Counts.OUT, runSome(slot, from, Math.min(slot.size, from + SOME), worker));
        }
    }

    private int runSome(Slot slot, int from, int to, Worker worker) {
        @Nullable Object[] items = slot.items;
        Fate fate = engine.fate();
        int out = 0;
        for (int i = from; i < to; i++) {
            Object item = items[i];
            if (item == null) {
                continue;
            }
            if (fate.isCancelledPlain()) {
                break;
            }
            items[i] = null;
            try {
                sink.accept(item);
                out++;
            } catch (Throwable thrown) {
                failed(worker, slot.number(i), item, thrown);
            }
        }
        return out;
    }

    @Override
    void push(Object item, Worker worker) {
        try {
            sink.accept(item);
        } catch (Throwable thrown) {
            failed(worker, worker.number, item, thrown);
            return;
        }
        worker.delivered++;
    }
}
