/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import dev.heddle.internal.Parking;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** A parking in which nobody wakes for no reason and no sleep has an end of its own: a lost wake-up is a deadlock. */
final class Beds implements Parking {
    private final Map<Thread, Semaphore> permits = new ConcurrentHashMap<>();

    @Override
    public void park(Object blocker) {
        try {
            of(Thread.currentThread()).acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
        park(blocker);
    }

    @Override
    public void unpark(Thread thread) {
        of(thread).release();
    }

    private Semaphore of(Thread thread) {
        return permits.computeIfAbsent(thread, none -> new Semaphore(0));
    }
}
