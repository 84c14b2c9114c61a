/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a run goes on, and what ended it. */
final class Fate {
    /*
     * field     read      write     who writes
     * --------  --------  --------  ---------------------------------------
     * state     volatile, volatile  whoever ends the run, under the lock
     *           plain
     * failures  -         -         under the lock
     *
     * The state only grows. Whoever changes it then wakes, or interrupts, every worker, under the same lock; a worker
     * that is enlisted later, under the lock too, sees the state before it begins.
     *
     * The plain look is for a worker that has taken a volatile one a few items before: it sees at once what the same
     * thread did, and otherwise lets the compiler keep the loop free of barriers until the next volatile look.
     */
    private static final int OPEN = 0;
    private static final int STOPPING = 1;
    private static final int CANCELLED = 2;
    private static final int FINISHED = 3;

    private static final VarHandle STATE =
            fieldVarHandle(MethodHandles.lookup(), "state", VarHandle.class, Fate.class, int.class);

    private final String name;
    private final Supplier<Crew> crew;
    private final ReentrantLock lock = new ReentrantLock();
    private final Failures failures = new Failures();

    private volatile int state;

    Fate(String name, Supplier<Crew> crew) {
        this.name = name;
        this.crew = crew;
    }

    /** Guards the threads of the run as well. */
    ReentrantLock lock() {
        return lock;
    }

    boolean isOpen() {
        return state <= STOPPING;
    }

    boolean isCancelled() {
        return state == CANCELLED;
    }

    /** The same, as far as this thread knows. */
    boolean isCancelledPlain() {
        return (int) STATE.get(this) == CANCELLED;
    }

    boolean isStopping() {
        return state == STOPPING;
    }

    /** Whether more items may be taken in. */
    boolean isTaking() {
        return state == OPEN;
    }

    /** The same, as far as this thread knows. */
    boolean isTakingPlain() {
        return (int) STATE.get(this) == OPEN;
    }

    /** Ends the run because of what a function threw. Answers whether this was the first reason to end it. */
    boolean fail(String stage, long number, Throwable thrown) {
        return end(Failures.describe(stage, number, thrown));
    }

    /** Ends the run because of a failure that needs no further name. Answers whether it was the first reason. */
    boolean end(Throwable failure) {
        lock.lock();
        try {
            if (isOpen()) {
                failures.first(failure);
                cancelNow();
                return true;
            }
            failures.late(failure);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A failure after the last function has returned. */
    void failLate(Throwable failure) {
        lock.lock();
        try {
            if (failures.first() == null) {
                failures.first(failure);
            } else {
                failures.late(failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the run because everything is done. */
    void finish() {
        lock.lock();
        try {
            if (isOpen()) {
                state = FINISHED;
                crew.get().wakeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Answers whether this call is what ended the run. */
    boolean cancel() {
        lock.lock();
        try {
            boolean open = isOpen();
            if (open) {
                cancelNow();
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private void cancelNow() {
        state = CANCELLED;
        crew.get().interruptAll();
    }

    /** Takes no more items in; {@code before} comes before anybody can see that. */
    void stop(Runnable before) {
        lock.lock();
        try {
            if (state == OPEN) {
                before.run();
                state = STOPPING;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Why the run did not get to its end; null when it did. Called after the end. */
    @Nullable
    Throwable failure() {
        lock.lock();
        try {
            Throwable first = failures.first();
            if (first == null && state == CANCELLED) {
                first = new CancellationException("run '" + name + "' was cancelled");
                failures.first(first);
            }
            if (first != null) {
                failures.suppressOn(first);
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return switch (state) {
            case OPEN -> "running";
            case STOPPING -> "stopping";
            case CANCELLED -> "cancelled";
            default -> "finished";
        };
    }
}
