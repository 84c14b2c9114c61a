/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import org.jspecify.annotations.Nullable;

/** Makes an item of each item. */
final class MapStep extends OneToOneStep {
    private final StageFunction<Object, Object> function;

    MapStep(Engine engine, int index, StageSpec stage, StageFunction<Object, Object> function) {
        super(engine, index, stage);
        this.function = function;
    }

    @Override
    Object call(Object item, Worker worker) throws Exception {
        Object result = function.apply(item);
        if (result == null) {
            throw isNull();
        }
        return result;
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
            @Nullable Object result;
            try {
                result = call(item, worker);
            } catch (Throwable thrown) {
                result = failed(worker, slot.number(i), item, thrown);
            }
            replace(slot, i, item, result);
        }
    }
}
