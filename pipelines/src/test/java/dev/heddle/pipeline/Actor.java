/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/**
 * A thread of a model check. The checker follows what a field holds; what only a lambda holds it takes for the thread's
 * own.
 */
final class Actor extends Thread {
    Runnable body;

    Actor(Runnable body) {
        this.body = body;
    }

    @Override
    public void run() {
        body.run();
    }

    void end() {
        Thread thread = this; // the checker looks for these calls by the name of that class
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
