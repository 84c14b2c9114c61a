/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Makes one item, or none, of each item. */
abstract class OneToOneStep extends Step {
    OneToOneStep(Engine engine, int index, StageSpec stage) {
        super(engine, index, stage);
    }

    @Override
    final void push(Object item, Worker worker) {
        Object result;
        try {
            result = call(item, worker);
        } catch (Throwable thrown) {
            result = failed(worker, worker.number, item, thrown);
        }
        if (result != null) {
            requireNonNull(next).push(result, worker);
        }
    }

    /** Puts the result in the item's place. */
    @SuppressWarnings("ReferenceEquality") // the question is whether the place holds this very object
    final void replace(Slot slot, int at, Object item, @Nullable Object result) {
        if (result != item) {
            slot.items[at] =
                    result; // not stored back when it is the same: collectors charge for a store into an old array
        }
    }
}
