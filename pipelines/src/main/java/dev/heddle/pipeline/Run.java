/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a {@link Pipeline}.
 *
 * <p>Safe for use by several threads. A function of the pipeline must not wait for the run that it is part of; it may
 * {@link #cancel} it.
 *
 * <p><b>Memory effects:</b> what the functions of the pipeline did happens-before the return of {@link #await}.
 *
 * @implSpec Promises: none, because what its threads share is promised by {@link Pipeline}
 */
public final class Run implements AutoCloseable {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Engine engine;

    Run(Engine engine) {
        this.engine = engine;
    }

    /**
     * Waits for the end of the run. When this returns or throws anything but InterruptedException, no thread of the run
     * is left.
     *
     * @return what became of every item
     * @throws StageException if a function of the pipeline threw
     * @throws CancellationException if the run was cancelled
     * @throws IllegalStateException if the caller is a function of the same run
     * @throws InterruptedException if the caller was interrupted while waiting; the run goes on
     */
    public Report await() throws InterruptedException {
        engine.crew().await(FOR_EVER);
        return result();
    }

    /**
     * Waits for the end of the run, but not for ever.
     *
     * @param timeout how long to wait at most
     * @return what became of every item, null if the run has not ended in that time
     * @throws StageException if a function of the pipeline threw
     * @throws CancellationException if the run was cancelled
     * @throws IllegalStateException if the caller is a function of the same run
     * @throws InterruptedException if the caller was interrupted while waiting; the run goes on
     */
    public @Nullable Report tryAwait(Duration timeout) throws InterruptedException {
        return engine.crew().await(nanos(timeout)) ? result() : null;
    }

    /**
     * Takes no more items from the source, and waits until those that were taken are through. If that takes longer than
     * {@code timeout}, the run is cancelled. A source that waits is interrupted.
     *
     * @param timeout how long to wait before the run is cancelled
     * @return what became of every item; some were cancelled if the time was too short
     * @throws StageException if a function of the pipeline threw
     * @throws CancellationException if the run was cancelled by somebody else
     * @throws IllegalStateException if the caller is a function of the same run
     * @throws InterruptedException if the caller was interrupted while waiting; the run takes no more items
     */
    public Report stop(Duration timeout) throws InterruptedException {
        long nanos = nanos(timeout);
        engine.intake().stop();
        if (engine.awaitStopped(nanos)) {
            return result();
        }
        boolean mine = engine.fate().cancel();
        engine.crew().await(FOR_EVER);
        return mine ? requireNonNull(engine.report()) : result();
    }

    /**
     * Ends the run as soon as may be, and does not wait for that. Functions that are running are interrupted, and no
     * function is called for another item; a worker that runs the whole chain as a loop may look at this only after a
     * few hundred items more.
     */
    public void cancel() {
        engine.fate().cancel();
    }

    /**
     * Tells whether the run is over, in whatever way.
     *
     * @return true when no function of it is called any more
     */
    public boolean isDone() {
        return engine.crew().isDone();
    }

    /**
     * Tells what became of every item, also when the run failed or was cancelled.
     *
     * @return the report
     * @throws IllegalStateException if the run is not over
     */
    public Report report() {
        Report report = engine.report();
        if (report == null) {
            throw new IllegalStateException(engine.describe() + " is not over");
        }
        return report;
    }

    /**
     * Tells how the run is going, and after its end how it went. Costs the run nothing while nobody asks: the workers
     * count for themselves, and take the time of one turn in sixteen.
     *
     * @return what could be seen at this moment
     */
    public RunStats stats() {
        return engine.stats();
    }

    /**
     * Cancels the run if it is not over, and waits until no thread of it is left. An interrupt does not shorten that,
     * and is kept.
     *
     * @throws IllegalStateException if the caller is a function of the same run
     */
    @Override
    public void close() {
        engine.end();
    }

    private Report result() {
        Throwable failure = engine.fate().failure();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return report();
    }

    static long nanos(Duration duration) {
        try {
            return Math.max(0, duration.toNanos());
        } catch (ArithmeticException e) {
            return duration.isNegative() ? 0 : FOR_EVER;
        }
    }

    @Override
    public String toString() {
        return engine.describe();
    }
}
