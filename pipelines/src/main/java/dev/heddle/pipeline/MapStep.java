/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

/** Makes an item of each item. */
final class MapStep extends Step {
    private final StageFunction<Object, Object> function;

    MapStep(Engine engine, int index, String name, StageFunction<Object, Object> function) {
        super(engine, index, name);
        this.function = function;
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
            try {
                Object result = function.apply(item);
                if (result == null) {
                    throw isNull();
                }
                if (result != item) {
                    slot.items[i] = result; // a store into an old array costs a fence, with some collectors
                }
            } catch (Throwable thrown) {
                slot.items[i] = failed(worker, slot.number(i), item, thrown);
            }
        }
    }

    @Override
    void push(Object item, Worker worker) {
        Object result;
        try {
            result = function.apply(item);
            if (result == null) {
                throw isNull();
            }
        } catch (Throwable thrown) {
            result = failed(worker, worker.number, item, thrown);
            if (result == null) {
                return;
            }
        }
        requireNonNull(next).push(result, worker);
    }
}
