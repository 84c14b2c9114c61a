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
    void run(Slot slot, Worker worker) {
        for (int from = 0; from < slot.size && !engine.isCancelled(); from += SOME) {
            runSome(slot, from, Math.min(slot.size, from + SOME), worker);
        }
    }

    private void runSome(Slot slot, int from, int to, Worker worker) {
        @Nullable Object[] items = slot.items;
        Fate fate = engine.fate();
        for (int i = from; i < to; i++) {
            Object item = items[i];
            if (item == null) {
                continue;
            }
            if (fate.isCancelledPlain()) {
                return;
            }
            replace(slot, i, item, callOrFail(item, slot.number(i), worker));
        }
    }

    final @Nullable Object callOrFail(Object item, long number, Worker worker) {
        try {
            return call(item, worker);
        } catch (Throwable thrown) {
            return failed(worker, number, item, thrown);
        }
    }

    @Override
    void push(Object item, Worker worker) {
        handOn(callOrFail(item, worker.number, worker), worker);
    }

    final void handOn(@Nullable Object result, Worker worker) {
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
