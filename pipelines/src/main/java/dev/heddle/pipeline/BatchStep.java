/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a list of every so many items. Serial, so that its state needs no lock. */
final class BatchStep extends OneToOneStep {
    private final int most;
    private List<Object> kept = new ArrayList<>();

    BatchStep(Engine engine, int index, StageSpec stage, int most) {
        super(engine, index, stage);
        this.most = most;
    }

    @Override
    @Nullable
    Object call(Object item, Worker worker) {
        kept.add(item);
        return kept.size() < most ? null : take(worker);
    }

    @Override
    void run(Slot slot, Worker worker) {
        for (int i = 0; i < slot.size; i++) {
            Object item = slot.items[i];
            if (item != null) {
                slot.items[i] = call(item, worker);
            }
        }
    }

    @Override
    void flush(Worker worker) {
        if (!kept.isEmpty()) {
            requireNonNull(next).push(take(worker), worker);
        }
        super.flush(worker);
    }

    @Override
    int held() {
        return kept.size();
    }

    private List<Object> take(Worker worker) {
        List<Object> full = Collections.unmodifiableList(kept);
        worker.count(index, Counts.JOINED, full.size() - 1L);
        kept = new ArrayList<>();
        return full;
    }
}
