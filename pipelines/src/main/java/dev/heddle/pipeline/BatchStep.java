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
    private final long nanos;
    private List<Object> kept = new ArrayList<>();
    private long since;

    /**
     * Makes a step.
     *
     * @param nanos how long an item may be kept back; 0 for as long as it takes
     */
    BatchStep(Engine engine, int index, StageSpec stage, int most, long nanos) {
        super(engine, index, stage);
        this.most = most;
        this.nanos = nanos;
    }

    @Override
    @Nullable
    Object call(Object item, Worker worker) {
        if (nanos > 0 && kept.isEmpty()) {
            since = System.nanoTime();
        }
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
        if (slot.isLast) {
            flushInto(slot, worker);
        }
    }

    @Override
    void flush(Worker worker) {
        if (!kept.isEmpty() && !engine.isCancelled()) {
            requireNonNull(next).push(take(worker), worker);
        }
        super.flush(worker);
    }

    @Override
    void flushInto(Slot slot, Worker worker) {
        if (!kept.isEmpty()) {
            slot.append(take(worker));
        }
    }

    @Override
    long keepsUntil() {
        return nanos == 0 || kept.isEmpty() ? 0 : (since + nanos) | 1; // 0 would be none
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
