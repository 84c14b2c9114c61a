/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a {@link Job}.
 *
 * <p>Safe for use by several threads.
 *
 * <p><b>Memory effects:</b> what the functions of the job did happens-before the return of {@link #await}.
 *
 * @param <R> the type of the result
 * @implSpec Promises: none, because what its threads share is promised by {@link Job}
 */
public interface Run<R> extends AutoCloseable {
    /**
     * Waits for the end of the run. When this returns or throws anything but InterruptedException, no thread of the run
     * is left.
     *
     * @return the result
     * @throws InputException if an input is to blame and was not to be skipped
     * @throws JobException if a function of the job threw
     * @throws CancellationException if the run was cancelled before it had its result
     * @throws InterruptedException if the caller was interrupted while waiting; the run goes on
     */
    R await() throws InterruptedException;

    /**
     * Waits for the end of the run, but not for ever.
     *
     * @param timeout how long to wait at most
     * @return the result, null if the run has not ended in that time
     * @throws InputException if an input is to blame and was not to be skipped
     * @throws JobException if a function of the job threw
     * @throws CancellationException if the run was cancelled before it had its result
     * @throws InterruptedException if the caller was interrupted while waiting; the run goes on
     */
    @Nullable
    R tryAwait(Duration timeout) throws InterruptedException;

    /**
     * Tells whether the run has ended, in whatever way.
     *
     * @return whether no thread of it is left
     */
    boolean isDone();

    /** Stops the run if it still runs, and returns at once. Its threads are interrupted and take no more splits. */
    void cancel();

    /**
     * Tells how far the run is.
     *
     * @return numbers of a moment ago, taken without a lock
     */
    Stats stats();

    /** Cancels the run if it still runs, and waits until no thread of it is left. An interrupt does not end this. */
    @Override
    void close();
}
