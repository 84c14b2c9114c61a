/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.Arrays;
import java.util.function.Function;

/** Makes an item of each item, those of one key one after the other. */
final class KeyedStep extends OneToOneStep {
    private static final int DONE = -1;

    private final Function<Object, Object> key;
    private final StageFunction<Object, Object> function;

    KeyedStep(
            Engine engine,
            int index,
            StageSpec stage,
            Function<Object, Object> key,
            StageFunction<Object, Object> function) {
        super(engine, index, stage);
        this.key = key;
        this.function = function;
    }

    /** Finds the lane of each item. One whose key cannot be found is done with. */
    void assign(Slot slot, int lanes, Worker worker) {
        if (slot.lanes.length < slot.size) {
            slot.lanes = new int[slot.size];
        }
        Arrays.fill(slot.lanes, DONE);
        for (int i = 0; i < slot.size; i++) {
            Object item = slot.items[i];
            if (item == null) {
                continue;
            }
            if (engine.isCancelled()) {
                return;
            }
            try {
                slot.lanes[i] = lane(item, lanes);
            } catch (Throwable thrown) {
                replace(slot, i, item, giveUp(worker, slot.number(i), item, thrown));
            }
        }
    }

    private int lane(Object item, int lanes) {
        Object found = key.apply(item);
        if (found == null) {
            throw new NullPointerException("stage '" + name + "' found no key of an item");
        }
        int hash = found.hashCode() * 0x9E3779B9; // keys that follow each other go to different lanes
        return (int) (((hash & 0xFFFFFFFFL) * lanes) >>> 32);
    }

    /** How many items are in one lane. */
    int count(Slot slot, int lane) {
        int count = 0;
        for (int i = 0; i < slot.size; i++) {
            if (slot.lanes[i] == lane) {
                count++;
            }
        }
        return count;
    }

    /** Does the part of one lane. */
    void run(Slot slot, int lane, Worker worker) {
        for (int i = 0; i < slot.size; i++) {
            Object item = slot.items[i];
            if (item == null || slot.lanes[i] != lane) {
                continue;
            }
            if (engine.isCancelled()) {
                return;
            }
            replace(slot, i, item, callOrFail(item, slot.number(i), worker));
        }
    }

    @Override
    void run(Slot slot, Worker worker) {
        assign(slot, 1, worker);
        run(slot, 0, worker);
    }

    @Override
    Object call(Object item, Worker worker) throws Exception {
        return notNull(invoke(function, item, worker));
    }

    @Override
    void push(Object item, Worker worker) {
        try {
            lane(item, 1);
        } catch (Throwable thrown) {
            handOn(giveUp(worker, worker.number, item, thrown), worker);
            return;
        }
        super.push(item, worker);
    }
}
