/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A place where threads park until a {@link BoundedCounter} is let go; the argument for it stands there. One room
 * serves many counters, so whoever is woken looks again.
 */
final class WaitingRoom {
    private static final WaitingRoom[] ROOMS = new WaitingRoom[32];

    static {
        for (int i = 0; i < ROOMS.length; i++) {
            ROOMS[i] = new WaitingRoom();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();

    private WaitingRoom() {}

    static WaitingRoom of(long id) {
        return ROOMS[(int) id & (ROOMS.length - 1)];
    }

    /** Parks until {@code counter} is free at some instant. */
    void await(BoundedCounter counter) {
        lock.lock();
        try {
            while (counter.mustAwait()) {
                released.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        lock.lock();
        try {
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
