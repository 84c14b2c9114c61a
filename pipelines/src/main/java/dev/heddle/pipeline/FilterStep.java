/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Leaves items out. */
final class FilterStep extends OneToOneStep {
    private final Predicate<Object> predicate;

    FilterStep(Engine engine, int index, StageSpec stage, Predicate<Object> predicate) {
        super(engine, index, stage);
        this.predicate = predicate;
    }

    @Override
    @Nullable
    Object call(Object item, Worker worker) {
        if (predicate.test(item)) {
            return item;
        }
        worker.count(index, Counts.FILTERED, 1);
        return null;
    }

    @Override
    void run(Slot slot, Worker worker) {
        for (int i = 0; i < slot.size; i++) {
            Object item = slot.items[i];
            if (item == null) {
                continue;
            }
            if (engine.isCancelled()) {
                return;
            }
            Object result;
            try {
                result = call(item, worker);
            } catch (Throwable thrown) {
                result = failed(worker, slot.number(i), item, thrown);
            }
            replace(slot, i, item, result);
        }
    }
}
