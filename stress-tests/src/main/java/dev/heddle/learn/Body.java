/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

/**
 * One teaching example: a state that two threads share, the steps each of them takes, and what was seen afterwards.
 *
 * <p>A body is read in three ways. The in-process runner and jcstress execute it; the enumerator reads its class file
 * and goes through all orders of its steps. An instance is one sample: fresh when the actors start, discarded after
 * {@link #observe}. Fields named {@code r1} to {@code r9} are the registers of the actor that writes them and are not
 * shared before {@code observe}.
 *
 * @param <R> the jcstress result that the observation goes into
 */
public interface Body<R> {
    /** Runs the steps of the first thread. */
    void actor1();

    /** Runs the steps of the second thread. */
    void actor2();

    /** Runs the steps of the third thread, where there is one. */
    default void actor3() {}

    /** Runs the steps of the fourth thread, where there is one. */
    default void actor4() {}

    /**
     * Records what this sample showed, after all actors are done.
     *
     * @param result the record to fill
     */
    void observe(R result);
}
