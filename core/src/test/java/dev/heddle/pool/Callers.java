/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Threads of a test that use a pool, and what they threw. */
final class Callers {
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    interface Work {
        void run() throws InterruptedException;
    }

    Thread start(Work work) {
        return start(Thread.ofPlatform(), work);
    }

    Thread start(Thread.Builder builder, Work work) {
        Thread thread = builder.start(() -> attempt(work));
        threads.add(thread);
        return thread;
    }

    /** Does work on this thread. */
    void attempt(Work work) {
        try {
            work.run();
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    Queue<Throwable> failures() {
        return failures;
    }
}
