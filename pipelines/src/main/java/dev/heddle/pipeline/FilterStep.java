/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Leaves items out. */
final class FilterStep extends OneToOneStep {
    private final StageFunction<Object, Boolean> predicate;

    FilterStep(Engine engine, int index, StageSpec stage, Predicate<Object> predicate) {
        super(engine, index, stage);
        this.predicate = predicate::test;
    }

    @Override
    @Nullable
    Object call(Object item, Worker worker) throws Exception {
        if (invoke(predicate, item, worker)) {
            return item;
        }
        worker.count(index, Counts.FILTERED, 1);
        return null;
    }
}
