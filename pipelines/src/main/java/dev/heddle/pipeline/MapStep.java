/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/** Makes an item of each item. */
final class MapStep extends OneToOneStep {
    private final StageFunction<Object, Object> function;

    MapStep(Engine engine, int index, StageSpec stage, StageFunction<Object, Object> function) {
        super(engine, index, stage);
        this.function = function;
    }

    StageFunction<Object, Object> function() {
        return function;
    }

    @Override
    Object call(Object item, Worker worker) throws Exception {
        return notNull(invoke(function, item, worker));
    }
}
