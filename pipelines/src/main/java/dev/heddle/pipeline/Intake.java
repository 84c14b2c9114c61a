/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The source of one run, and what came out of it so far. */
final class Intake {
    /*
     * field     read      write     who writes
     * --------  --------  --------  -------------------------------------------------------------------------------
     * ended     volatile  volatile  the worker inside the source, once
     * hit       volatile  volatile  who stops the run, under the lock
     * drains    volatile  volatile  who stops the run, under the lock
     * pulled    volatile  volatile  the worker inside the source
     * carried   volatile  volatile  the worker inside the source
     * blind     plain     plain     the worker inside the source
     * inSource  volatile  release,  the worker that enters a source that may wait; on leaving it swaps null in, and
     *                     swap      who stops the run swaps HIT in, under the lock
     */
    private static final Object HIT = new Object();

    private static final VarHandle IN_SOURCE =
            fieldVarHandle(MethodHandles.lookup(), "inSource", VarHandle.class, Intake.class, Object.class);

    private final String name;
    private final Feed feed;
    private final Fate fate;
    private final boolean mayWait;

    private volatile boolean ended;
    private volatile boolean hit;

    /** Whether the source, once stopped, ends by itself with the last item that it had accepted. */
    private volatile boolean drains;

    /** How many items were taken from a source that did not say it was ready. */
    private long blind;

    private volatile long pulled;
    private volatile long carried;

    @SuppressWarnings("unused") // accessed through IN_SOURCE
    private volatile @Nullable Object inSource;

    Intake(String name, Feed feed, Fate fate) {
        this.name = name;
        this.feed = feed;
        this.fate = fate;
        this.mayWait = feed.mayWait();
    }

    boolean mayWait() {
        return mayWait;
    }

    boolean hasEnded() {
        return ended;
    }

    /** How many items the source gave, as far as they are on their way. */
    long pulled() {
        return pulled;
    }

    /** How many of these went into slots. */
    long carried() {
        return carried;
    }

    /** How many items there will be in all; less than 0 when nobody knows. */
    long size() {
        return feed.size();
    }

    // what the worker inside the source calls

    @Nullable
    Object next() throws Exception {
        return mayTake() ? take() : null;
    }

    boolean mayTake() {
        return fate.isTaking() || isDraining();
    }

    /** The next one, for a worker that has seen {@link #mayTake} a few items before. */
    @Nullable
    Object nextOfSome() throws Exception {
        return fate.isTakingPlain() || isDraining() ? take() : null;
    }

    private boolean isDraining() {
        return fate.isStopping() && drains;
    }

    /** The next one, after a look at the fate of the run. */
    @Nullable
    Object take() throws Exception {
        return !mayWait || feed.isReady() ? feed.next() : takeWaiting();
    }

    /** The same, where the source has not said that it is ready. */
    @Nullable
    Object takeWaiting() throws Exception {
        blind++;
        StallEvent stall = StallEvent.isOn() ? new StallEvent() : null;
        if (stall != null) {
            stall.begin();
        }
        IN_SOURCE.setRelease(this, Thread.currentThread()); // nothing but the thread itself is published
        try {
            return feed.next();
        } finally {
            if (stall != null) {
                stall.emit(name, "the source gave nothing");
            }
            if (!(IN_SOURCE.getAndSet(this, null) instanceof Thread)) {
                forgetHit();
            }
        }
    }

    /** Takes back the interrupt of {@link #hit}, which was meant for the source alone. */
    private void forgetHit() {
        fate.lock().lock(); // whoever hit this thread interrupts it before unlocking
        try {
            if (!fate.isCancelled()) {
                Thread.interrupted();
            }
        } finally {
            fate.lock().unlock();
        }
    }

    boolean isReady() {
        return feed.isReady();
    }

    long blind() {
        return blind;
    }

    /** The loop has taken items through to the end. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one worker is inside the source
    void addLooped(int taken) {
        pulled += taken;
    }

    /** Items have been put into a slot. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one worker is inside the source
    void addCarried(int taken) {
        pulled += taken;
        carried += taken;
    }

    /** The source has no more items. */
    void end() {
        ended = true;
    }

    /**
     * The source has thrown: because of the interrupt of {@link #hit}, which comes after that was noted, or by itself.
     */
    void failed(long number, Throwable thrown) {
        if (!fate.isStopping() || !hit) {
            fate.end(feed.describe(name, number, thrown));
        }
        ended = true;
    }

    // what the run calls

    /** Refuses all further items. */
    void stop() {
        fate.stop(() -> drains = feed.stop());
    }

    /** Interrupts the source of a run that is being stopped, if it waits just now. */
    void hit() {
        feed.hit();
        fate.lock().lock();
        try {
            if (fate.isStopping()
                    && !drains
                    && IN_SOURCE.getVolatile(this) instanceof Thread thread
                    && IN_SOURCE.compareAndSet(this, thread, HIT)) {
                hit = true;
                thread.interrupt();
            }
        } finally {
            fate.lock().unlock();
        }
    }

    /** Called by the last worker. Answers how many items the source had accepted and could not give any more. */
    int close() {
        try {
            return feed.close();
        } catch (Throwable thrown) {
            fate.failLate(feed.describe(name, pulled, thrown));
            return 0;
        }
    }
}
