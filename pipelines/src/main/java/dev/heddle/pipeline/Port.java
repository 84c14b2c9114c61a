/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Parking;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The push side of a pipeline: any number of threads put items in, one run takes them out.
 *
 * <p>A port serves one run. It refuses items from the moment on when it is stopped or that run is over; what it had
 * accepted before a {@link #stop} goes through the run.
 *
 * <p><b>Progress:</b> {@link #offer} is lock-free. {@link #put} spins for nothing: it parks while the port is full.
 *
 * <p><b>Memory effects:</b> what a thread does before it puts an item in happens-before the first function's call with
 * it.
 *
 * <p><b>Interruption:</b> a {@code put} that is interrupted has put nothing in.
 *
 * @param <T> the type of an item
 * @implSpec Promises:
 *     <ul>
 *       <li>an item is refused or delivered, whatever stops the port
 *       <li>of two runs that want a port at once one has it, and the other is told
 *       <li>nobody sleeps through an item, through room for one, or through the end
 *     </ul>
 */
public final class Port<T> {
    /*
     * field    read      write         who writes
     * -------  --------  ------------  --------------------------------------------------------------
     * state    volatile  add           each offer, at its begin and its end; stop, once
     * taker    volatile  volatile      the worker inside the source, around its sleep
     * putters  -         -             a queue of the threads that wait for room, each of which adds
     *                                  and removes itself
     * bound    volatile  swap, vol.    the run that has the port: at its begin, and at its end
     *
     * The state is the number of offers in progress, times two, and one more once the port is stopped. An offer
     * counts itself in, and puts nothing into the queue if it finds the port stopped. Who takes may say that there will
     * never be another item only after it has seen the port stopped, no offer in progress, and then, later, an empty
     * queue. Without the count an offer that had looked before the stop could put its item in after that last look.
     *
     * Both sleeps: say that you sleep, look once more, sleep; the other side changes the queue, and then looks whether
     * anybody sleeps. On both sides a full fence stands between the two: in the swap of the state, in the volatile
     * store of taker, in the lock-free queue of putters, and explicitly in poll().
     */
    private static final int STOPPED = 1;
    private static final int OFFERING = 2;

    private static final VarHandle STATE =
            fieldVarHandle(MethodHandles.lookup(), "state", VarHandle.class, Port.class, int.class);
    private static final VarHandle BOUND =
            fieldVarHandle(MethodHandles.lookup(), "bound", VarHandle.class, Port.class, boolean.class);

    private final MpscVarHandleArrayQueue<T> items;
    private final Queue<Thread> putters = new ConcurrentLinkedQueue<>();
    private final Parking parking;

    private volatile int state;
    private volatile @Nullable Thread taker;

    @SuppressWarnings("unused") // accessed through BOUND
    private volatile boolean bound;

    Port(int capacity, Parking parking) {
        this.items = new MpscVarHandleArrayQueue<>(Math.max(2, capacity));
        this.parking = parking;
    }

    /**
     * Makes a port.
     *
     * @param capacity how many items may wait in it at least; rounded up to a power of two
     * @param <T> the type of an item
     * @return an empty port
     * @throws IllegalArgumentException if {@code capacity} is less than 1 or more than 2^30
     */
    public static <T> Port<T> of(int capacity) {
        if (capacity < 1 || capacity > 1 << 30) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: from 1 to 1073741824)");
        }
        return new Port<>(capacity, Parking.system());
    }

    /**
     * Puts an item in, if there is room.
     *
     * @param item the item
     * @return false when the port is full or stopped
     */
    public boolean offer(T item) {
        requireNonNull(item, "item");
        int before = (int) STATE.getAndAdd(this, OFFERING);
        boolean accepted = (before & STOPPED) == 0 && items.offer(item);
        STATE.getAndAdd(this, -OFFERING);
        if (accepted || (before & STOPPED) != 0) {
            wakeTaker();
        }
        return accepted;
    }

    /**
     * Puts an item in, and waits for room if need be.
     *
     * @param item the item
     * @param timeout how long to wait at most
     * @return false when there was no room in that time, or the port is stopped
     * @throws InterruptedException if the caller was interrupted; the item is not in
     */
    public boolean put(T item, Duration timeout) throws InterruptedException {
        requireNonNull(item, "item");
        long nanos = Run.nanos(timeout);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (offer(item)) {
            return true;
        }
        long begin = System.nanoTime();
        Thread self = Thread.currentThread();
        putters.add(self);
        boolean accepted = false;
        try {
            for (; ; ) {
                accepted = offer(item);
                if (accepted || isStopped()) {
                    return accepted;
                }
                long left = nanos - (System.nanoTime() - begin);
                if (left <= 0) {
                    return false;
                }
                parking.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            putters.remove(self);
            wakePutter(); // the wake-up that this thread had may have been meant for room that is still there
        }
    }

    /** Refuses all further items. The run ends when it has taken those that are in. */
    public void stop() {
        for (int seen = state; (seen & STOPPED) == 0; seen = state) {
            if (STATE.compareAndSet(this, seen, seen | STOPPED)) {
                break;
            }
        }
        wakeTaker();
        for (Thread putter : putters) {
            parking.unpark(putter);
        }
    }

    /**
     * Tells whether the port refuses items for good.
     *
     * @return true after {@link #stop}, or when its run is over
     */
    public boolean isStopped() {
        return (state & STOPPED) != 0;
    }

    /**
     * Tells how many items wait in the port.
     *
     * @return a number of a moment ago
     */
    public int size() {
        return items.size();
    }

    /**
     * Takes what the run has left in the port: nothing, unless it failed or was cancelled.
     *
     * @return the items, in their order
     * @throws IllegalStateException if the run is not over
     */
    public List<T> remaining() {
        if (!isStopped() || bound) {
            throw new IllegalStateException(this + " (expected: a port whose run is over)");
        }
        List<T> rest = new ArrayList<>();
        for (T item = items.poll(); item != null; item = items.poll()) {
            rest.add(item);
        }
        return rest;
    }

    @Override
    public String toString() {
        return "Port[" + (isStopped() ? "stopped, " : "") + items.size() + " of " + items.capacity() + "]";
    }

    /** Gives the next item, waiting for it; null when there will be none. Only for the worker inside the source. */
    @Nullable
    T take() throws InterruptedException {
        T item = poll();
        if (item != null) {
            return item;
        }
        taker = Thread.currentThread();
        try {
            for (; ; ) {
                boolean last = state == STOPPED;
                item = poll();
                if (item != null || last) {
                    return item;
                }
                parking.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            taker = null;
        }
    }

    boolean isReady() {
        return !items.isEmpty() || state == STOPPED;
    }

    void bind() {
        if (isStopped() || !BOUND.compareAndSet(this, false, true)) {
            throw new IllegalStateException(this + " has a run already");
        }
    }

    void unbind() {
        stop();
        bound = false;
    }

    private @Nullable T poll() {
        T item = items.poll();
        if (item != null) {
            VarHandle.fullFence(); // the room must be seen by whoever says after this that it sleeps
            wakePutter();
        }
        return item;
    }

    private void wakeTaker() {
        Thread seen = taker;
        if (seen != null) {
            parking.unpark(seen);
        }
    }

    private void wakePutter() {
        Thread first = putters.peek();
        if (first != null) {
            parking.unpark(first);
        }
    }
}
