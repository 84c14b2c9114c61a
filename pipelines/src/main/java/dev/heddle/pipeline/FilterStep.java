/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.function.Predicate;

/** Leaves items out. */
final class FilterStep extends Step {
    private final Predicate<Object> predicate;

    FilterStep(Engine engine, int index, String name, Predicate<Object> predicate) {
        super(engine, index, name);
        this.predicate = predicate;
    }

    @Override
    void run(Slot slot, Worker worker) {
        int filtered = 0;
        for (int i = 0; i < slot.size; i++) {
            Object item = slot.items[i];
            if (item == null) {
                continue;
            }
            if (engine.isCancelled()) {
                break;
            }
            try {
                if (!predicate.test(item)) {
                    slot.items[i] = null;
                    filtered++;
                }
            } catch (Throwable thrown) {
                slot.items[i] = failed(worker, slot.number(i), item, thrown);
            }
        }
        worker.count(index, Counts.FILTERED, filtered);
    }

    @Override
    void push(Object item, Worker worker) {
        Object kept = item;
        try {
            if (!predicate.test(item)) {
                worker.count(index, Counts.FILTERED, 1);
                return;
            }
        } catch (Throwable thrown) {
            kept = failed(worker, worker.number, item, thrown);
            if (kept == null) {
                return;
            }
        }
        requireNonNull(next).push(kept, worker);
    }
}
