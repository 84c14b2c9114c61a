/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import dev.heddle.internal.Parking;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings chunks from the threads that do them to the one that wants the results: in the order of the inputs, or as they
 * are done. Holds a limited number of results, finished or not.
 */
final class Belt {
    /*
     * field   read      write     who writes
     * ------  --------  --------  ---------------------------------------------------------------------------
     * chunks                      under the lock. In order: each chunk from its beginning. As done: from its end
     * live    volatile  volatile  under the lock
     * low     volatile  volatile  who waits for room, before it says so
     *
     * Two threads sleep here at most: one that waits for room, while it has its turn at the inputs, and the consumer.
     * In order, the consumer is woken only for the chunk that stands at the head. A chunk that is done before it gets
     * there needs no ring: the consumer looks at the new head, under the lock, each time it has taken the old one off,
     * and a chunk is marked as done before its thread takes that lock.
     *
     * Who waits for room stores low, says that it sleeps, and then reads live; the consumer stores live, and then reads
     * low and the sleeper. All of these are volatile, so one of the two sees the other.
     */
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private final Window window;
    private final boolean ordered;
    private final Bell room;
    private final Bell head;
    private volatile long live;
    private volatile long low;
    private volatile boolean isClosed;

    Belt(Window window, boolean ordered, Parking parking) {
        this.window = window;
        this.ordered = ordered;
        this.room = new Bell(parking);
        this.head = new Bell(parking);
    }

    /**
     * Waits until there is room for an input, and answers for how many there is, at most {@code most}; 0 if closed. Who
     * has once had to wait goes on when a quarter of the window is free, so that a slow consumer does not wake it for
     * each chunk.
     */
    int awaitRoom(int most) throws InterruptedException {
        int now = room(most);
        if (now > 0) {
            return now;
        }
        long full = window.size(most) - 1;
        low = full - full / 4;
        room.await(() -> live <= low || isClosed, Bell.NO_DEADLINE);
        return room(most);
    }

    /** For how many inputs there is room, at most {@code most}; 0 if closed. */
    int room(int most) {
        return isClosed ? 0 : (int) Math.max(0, Math.min(most, window.size(most) - live));
    }

    /** A chunk was begun. Called in the order of the inputs. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void begun(Chunk chunk) {
        lock.lock();
        try {
            live += chunk.size;
            if (ordered) {
                chunks.addLast(chunk);
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // the question is whether this very chunk is the head
    void done(Chunk chunk) {
        boolean isNext;
        chunk.done = true;
        lock.lock();
        try {
            if (!ordered) {
                chunks.addLast(chunk);
            }
            isNext = chunks.peekFirst() == chunk;
        } finally {
            lock.unlock();
        }
        if (isNext) {
            head.ring();
        }
    }

    /** Takes the next chunk off the belt, if it is done. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    @Nullable
    Chunk poll() {
        Chunk next;
        lock.lock();
        try {
            next = chunks.peekFirst();
            if (next == null || !next.done) {
                return null;
            }
            chunks.removeFirst();
            live -= next.size;
        } finally {
            lock.unlock();
        }
        if (live <= low) {
            room.ring();
        }
        return next;
    }

    boolean isReady() {
        lock.lock();
        try {
            Chunk next = chunks.peekFirst();
            return next != null && next.done;
        } finally {
            lock.unlock();
        }
    }

    /** Whether each result of what was begun has been taken. */
    boolean isEmpty() {
        return live == 0;
    }

    Bell head() {
        return head;
    }

    /** Wakes whoever sleeps here, and lets nobody wait for room any more. */
    void close() {
        isClosed = true;
        room.ring();
        head.ring();
    }
}
