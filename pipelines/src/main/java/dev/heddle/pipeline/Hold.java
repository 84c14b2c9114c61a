/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import org.jspecify.annotations.Nullable;

/** A slot that stays before the gate of a stage which keeps items back, so that these have a way on. */
final class Hold {
    /*
     * field  read      write     who writes
     * -----  --------  --------  ---------------------------
     * slot   volatile  volatile  the worker inside the gate
     * until  volatile  volatile  the worker inside the gate
     *
     * What a stage keeps back goes on with the next slot that comes, and if none comes in time, or none can come any
     * more, with the last one that was there, which is held for that.
     */
    private final Engine engine;
    private final Step step;

    private volatile @Nullable Slot slot;
    private volatile long until;

    Hold(Engine engine, Step step) {
        this.engine = engine;
        this.step = step;
    }

    boolean isEmpty() {
        return slot == null;
    }

    /** Keeps a slot, if its stage keeps anything back. */
    boolean tryKeep(Slot passed) {
        long time = step.keepsUntil();
        if (time == 0) {
            return false;
        }
        until = time;
        slot = passed;
        engine.held().getAndIncrement();
        return true;
    }

    /** Whether what is kept must go on now, and not with a later slot. */
    boolean isDue() {
        return slot != null && (System.nanoTime() - until >= 0 || engine.isAllHeld());
    }

    /** Lets the slot go on as it is: what its stage has kept goes with the next one. */
    Slot release() {
        Slot held = slot;
        if (held == null) {
            throw new AssertionError("nothing is held");
        }
        slot = null;
        engine.held().getAndDecrement();
        return held;
    }

    /** Lets the slot go on with all that its stage has kept. */
    Slot release(Worker worker) {
        Slot held = release();
        step.flushInto(held, worker);
        return held;
    }

    long wakeAt() {
        return slot == null ? 0 : until;
    }
}
