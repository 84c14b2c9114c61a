/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import org.jspecify.annotations.Nullable;

/** A thread that waits for a connection of one key. */
final class Waiter<K, C> {
    /*
     * field                read      write     who writes
     * -------------------  --------  --------  ----------------------------------------------------
     * state                volatile  volatile  whoever decides about the waiter, under the lock, once
     * slot                 plain     plain     before state = GIVEN; the waiter reads it after it
     * cause                plain     plain     before state = REFUSED; the waiter reads it after it
     * everything else      plain     plain     under the lock
     */
    static final int WAITING = 0;
    static final int GIVEN = 1;
    static final int REFUSED = 2;

    final Thread thread;
    final long since;

    /** How long it lets others pass, in nanoseconds from {@link #since}. */
    long patience;

    /** Whether it sleeps, or is about to, and must be woken; else it will look by itself. */
    boolean asleep;

    /** When it looks again though nobody woke it, 0 for never. */
    long nextLook;

    @Nullable
    Waiter<K, C> next;

    @Nullable
    Slot<K, C> slot;

    /** Why it was refused, null when the pool is closed. */
    @Nullable
    Throwable cause;

    /** When it was handed a connection in its sleep, 0 when it took one itself. */
    long handedAt;

    private volatile int state = WAITING;

    Waiter(Thread thread, long since) {
        this.thread = thread;
        this.since = since;
    }

    boolean isOverdue(long now) {
        return now - since >= patience;
    }

    /** Whether it is the thread that asks. */
    boolean isHere() {
        return thread.equals(Thread.currentThread());
    }

    int state() {
        return state;
    }

    void give(Slot<K, C> slot) {
        this.slot = slot;
        state = GIVEN;
    }

    void refuse(@Nullable Throwable cause) {
        this.cause = cause;
        state = REFUSED;
    }
}
