/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import org.jspecify.annotations.Nullable;

/**
 * The results of a call, one after the other. To be closed, unless all were taken or taking one failed.
 *
 * <p>For one thread at a time.
 *
 * <p><b>Memory effects:</b> what the function did for an input happens-before the return of {@link #next} with its
 * result.
 *
 * @param <R> the type of a result
 * @implSpec Promises: none, because what its threads share is promised by {@link Parallel}
 */
public final class Results<R> implements AutoCloseable {
    private final Call call;
    private final Share share;
    private @Nullable Chunk chunk;
    private int at;

    Results(Call call, Share share) {
        this.call = call;
        this.share = share;
    }

    /**
     * Gives the next result, and waits for it if need be. Of {@link Parallel#cpu}, it makes results itself meanwhile.
     *
     * @return the next result; null after the last one, and then no thread is left
     * @throws TaskException if the function failed, or the inputs did; no thread is left then, and results that were
     *     not taken are lost
     * @throws DeadlineException if the time was too short; likewise
     * @throws IllegalStateException if this is closed
     * @throws InterruptedException if the caller was interrupted; if it only waited, the results go on
     */
    @SuppressWarnings("unchecked") // the chunk holds what the function made
    public @Nullable R next() throws InterruptedException {
        if (chunk == null || at == chunk.size) {
            chunk = call.next(share);
            at = 0;
            if (chunk == null) {
                return null;
            }
        }
        return (R) chunk.take(at++);
    }

    /**
     * Gives up what was not taken, interrupts the functions that run, and waits until no thread is left. An interrupt
     * does not shorten that, and is kept.
     *
     * @throws IllegalStateException if called by a function of the same call
     */
    @Override
    public void close() {
        chunk = null;
        call.close();
    }

    @Override
    public String toString() {
        return "Results[" + call.describe() + "]";
    }
}
