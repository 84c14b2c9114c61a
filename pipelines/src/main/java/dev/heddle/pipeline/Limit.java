/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The time by which a call of one worker must have returned. */
final class Limit {
    /*
     * field  read      write     who writes
     * -----  --------  --------  ---------------------------------------------------------------------
     * until  volatile  volatile  the worker: NONE -> time, before the call
     *                  CAS       the worker: time -> NONE, after it; or the watch: time -> HIT
     *                  volatile  the watch: HIT -> NONE, when it has interrupted the worker
     *
     * Either the worker or the watch ends a limit, never both. A worker that finds it hit waits until the interrupt has
     * come, which takes no longer than the watch needs for it, so that the interrupt cannot reach what is called next.
     */
    private static final long NONE = 0;
    private static final long HIT = 1;

    private static final VarHandle UNTIL =
            fieldVarHandle(MethodHandles.lookup(), "until", VarHandle.class, Limit.class, long.class);

    private volatile long until;

    /** Begins a limit; the answer is to be given to {@link #end}. */
    long begin(long nanos) {
        long time = (System.nanoTime() + nanos) | 2; // neither NONE nor HIT
        until = time;
        return time;
    }

    /** Answers whether the call took too long; its interrupt is then taken back. */
    boolean end(long time) {
        if (UNTIL.compareAndSet(this, time, NONE)) {
            return false;
        }
        while (until != NONE) {
            Thread.onSpinWait();
        }
        Thread.interrupted();
        return true;
    }

    /** Interrupts the worker if its call takes too long. Answers how long the watch may sleep. */
    long look(Thread worker, long now, long most) {
        long seen = until;
        if (seen == NONE || seen == HIT) {
            return most;
        }
        long left = seen - now;
        if (left > 0) {
            return left;
        }
        if (UNTIL.compareAndSet(this, seen, HIT)) {
            worker.interrupt();
            until = NONE;
        }
        return most;
    }
}
