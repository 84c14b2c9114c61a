/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The chores that one thread has taken on when it let go of the lock of a pool: where the connector is
 * {@linkplain Connector#isPrompt prompt} they are done by whoever comes by, one after the other.
 *
 * <p>Only that thread touches them. A chore that brings about others leaves them here, and they are done when it is
 * over: were they done inside it, hundreds of keys that wait for room would be as many frames on the stack.
 */
final class Errands {
    private final ArrayDeque<Chore> left;

    Errands(List<Chore> first) {
        this.left = new ArrayDeque<>(first);
    }

    void add(List<Chore> more) {
        left.addAll(more);
    }

    /** Does all that is left, and what comes of it. */
    void run() {
        Throwable failure = null;
        for (Chore next; (next = left.poll()) != null; ) {
            try {
                next.run(this);
            } catch (Throwable e) { // not to the caller, who may have asked for something else, and waits in a queue
                failure = e;
            }
        }
        if (failure != null) {
            log(failure);
        }
    }

    private static void log(Throwable failure) {
        try {
            // Its message may hold what a key holds.
            System.getLogger("dev.heddle.pool")
                    .log(
                            Level.WARNING,
                            "a chore of a pool failed with {0}",
                            failure.getClass().getName());
        } catch (RuntimeException e) {
            // a logger that throws has nobody else to tell
        }
    }
}
