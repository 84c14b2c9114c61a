/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import dev.heddle.internal.Parking;

/** Never sleeps, so that the actors of a harness stay in step. */
enum Spinning implements Parking {
    INSTANCE;

    /** Calls whose threads are the actors of a harness. */
    static Plan plan(int window) {
        return new Plan(0, null, window, null, INSTANCE);
    }

    /** Lets the thread that calls this be one of the call's. */
    static void work(Call call) {
        try {
            call.work(new Share(plan(Window.FOLLOWS), false));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void park(Object blocker) {
        Thread.onSpinWait();
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
        Thread.onSpinWait();
    }

    @Override
    public void unpark(Thread thread) {}
}
