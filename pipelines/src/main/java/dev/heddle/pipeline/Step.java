/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import org.jspecify.annotations.Nullable;

/** A stage in one run: what it does to all items of a slot, or to one item and then the stages behind it. */
abstract class Step {
    final Engine engine;
    final int index;
    final String name;

    /** The step behind this one; null behind the sink. */
    @Nullable
    Step next;

    Step(Engine engine, int index, String name) {
        this.engine = engine;
        this.index = index;
        this.name = name;
    }

    /** Does its work on each item of a slot, until the run is cancelled. */
    abstract void run(Slot slot, Worker worker);

    /** Does its work on an item and hands the result on to the next step, on the same stack. */
    abstract void push(Object item, Worker worker);

    /** Hands on what it has kept back. Called once, after the last item. */
    void flush(Worker worker) {
        if (next != null) {
            next.flush(worker);
        }
    }

    /** Decides what becomes of an item at which the function threw: null when it is left out. */
    final @Nullable Object failed(Worker worker, long number, Object item, Throwable thrown) {
        boolean first = engine.fail(name, number, thrown);
        worker.count(index, first ? Counts.FAILED : Counts.CANCELLED, 1);
        return null;
    }

    final NullPointerException isNull() {
        return new NullPointerException("stage '" + name + "' made null of an item");
    }
}
