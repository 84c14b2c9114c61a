/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static java.util.Objects.requireNonNull;

import dev.heddle.internal.Parking;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Calls a function for each of many inputs, several at once. A description of how; immutable.
 *
 * <p>For example: {@snippet class="dev.heddle.task.ParallelExamples" region="map"}
 *
 * <p>Calls are structured: when one returns or throws, no thread of it is left and no function of it runs. Inputs come
 * from any {@code Iterable}, are taken as they are needed, and are not kept; one thread at a time has its iterator, and
 * a list that can be read by index is read so, by several threads. Of a stream, {@code stream::iterator} is one. How
 * many run at once and how many results may wait for their turn are two numbers.
 *
 * <p><b>Progress:</b> blocking. Threads wait for their turn at the inputs, and for room where {@link Results} are not
 * taken.
 *
 * <p><b>Memory effects:</b> what the caller did before the call happens-before each call of the function, and what the
 * function did happens-before the return of {@link #map} and {@link #forEach}. What one call of the inputs' iterator
 * did happens-before the next one.
 *
 * <p><b>Interruption:</b> when the caller is interrupted, the functions that run on other threads are interrupted in
 * turn; the call throws when they have ended. A function that does not end when it is interrupted keeps the call from
 * ending: no thread can be taken out of it.
 *
 * <p><b>Failure:</b> the first exception ends the call. It is the cause of the {@link TaskException} that is thrown; an
 * {@code Error} is thrown as it is, with the input named in a suppressed exception. The functions that run on other
 * threads are interrupted; what they throw is suppressed on the first, unless it is that they were interrupted. A null
 * input, and a null that a function makes, is such an exception.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>every input is done exactly once
 *       <li>results are in the order of the inputs
 *       <li>no result is left behind at the end
 *       <li>nobody sleeps through a result, or through room for one
 *       <li>no function runs when the call is over
 *       <li>no thread is left when the call is over
 *       <li>the first failure is thrown, and the next sixteen are suppressed on it
 *     </ul>
 */
public final class Parallel {
    /** Threads that help callers, in the whole process: with the callers themselves, one for each processor. */
    private static final Semaphore HELPERS = new Semaphore(Runtime.getRuntime().availableProcessors() - 1);

    private final Plan plan;

    Parallel(Plan plan) {
        this.plan = plan;
    }

    /**
     * For functions that wait - for a network, a disk, a database. So many virtual threads take one input after the
     * other; the caller waits.
     *
     * @param limit how many calls of the function may run at once, at least 1
     * @return a description
     * @throws IllegalArgumentException if {@code limit} is less than 1
     */
    public static Parallel io(int limit) {
        return new Parallel(new Plan(requireAtLeastOne("limit", limit), null, Window.FOLLOWS, null, Parking.system()));
    }

    /**
     * For functions that compute. The caller does a part of the work itself; what takes longer than a moment is shared
     * with helping threads, as many as there are processors that no other call's helpers have. Each takes about 50
     * microseconds of work at once, and less near the end.
     *
     * <p>A function that runs on the caller's own thread is not interrupted when another one fails or when the deadline
     * passes: it is let end. In a function of another call this may be called without danger: at worst no helper is to
     * be had, and the caller works alone.
     *
     * @return a description
     */
    public static Parallel cpu() {
        return cpu(HELPERS);
    }

    static Parallel cpu(Semaphore helpers) {
        int most = Math.max(helpers.availablePermits(), Runtime.getRuntime().availableProcessors() - 1);
        return new Parallel(new Plan(most, helpers, Window.FOLLOWS, null, Parking.system()));
    }

    /**
     * Sets how many {@link Results} may be live: begun and not yet taken. Where results come in order, a slow input is
     * overtaken by so many others. Without this, 32 times the limit of {@link #io}, and 10 milliseconds of work of each
     * thread of {@link #cpu}.
     *
     * @param results the number of results, at least 1
     * @return a description that differs in this
     * @throws IllegalArgumentException if {@code results} is less than 1
     */
    public Parallel window(int results) {
        return new Parallel(plan.withWindow(requireAtLeastOne("results", results)));
    }

    /**
     * Sets how long a call may take, from its begin to its last result. What takes longer ends with a
     * {@link DeadlineException}.
     *
     * @param deadline the longest time, more than zero
     * @return a description that differs in this
     * @throws IllegalArgumentException if {@code deadline} is not more than zero
     */
    public Parallel deadline(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline: " + deadline + " (expected: more than zero)");
        }
        return new Parallel(plan.withDeadline(deadline));
    }

    /**
     * Makes a result of each input. A list that can be read by index is read so, by several threads.
     *
     * @param inputs the inputs
     * @param function makes a result of an input
     * @param <T> the type of an input
     * @param <R> the type of a result
     * @return the results in the order of the inputs; cannot be changed
     * @throws TaskException if the function failed, or the inputs did
     * @throws DeadlineException if the time was too short
     * @throws InterruptedException if the caller was interrupted, before or meanwhile
     */
    @SuppressWarnings("unchecked") // the inputs are of the function's type, and the results are what it made
    public <T, R> List<R> map(Iterable<? extends T> inputs, TaskFunction<? super T, ? extends R> function)
            throws InterruptedException {
        begin(inputs, function);
        Call call = Call.map(plan, inputs, (TaskFunction<Object, ?>) function);
        call.run();
        return (List<R>) Collections.unmodifiableList(Arrays.asList(call.results()));
    }

    /**
     * Does something with each input.
     *
     * @param inputs the inputs
     * @param action does something with an input
     * @param <T> the type of an input
     * @throws TaskException if the action failed, or the inputs did
     * @throws DeadlineException if the time was too short
     * @throws InterruptedException if the caller was interrupted, before or meanwhile
     */
    @SuppressWarnings("unchecked") // the inputs are of the action's type
    public <T> void forEach(Iterable<? extends T> inputs, TaskAction<? super T> action) throws InterruptedException {
        begin(inputs, requireNonNull(action, "action"));
        TaskFunction<Object, Object> function = input -> {
            ((TaskAction<Object>) action).accept(input);
            return input;
        };
        Call.forEach(plan, inputs, function).run();
    }

    /**
     * Makes a result of each input, and gives the results one after the other, in the order of the inputs. Keeps
     * neither all inputs nor all results.
     *
     * @param inputs the inputs
     * @param function makes a result of an input
     * @param <T> the type of an input
     * @param <R> the type of a result
     * @return the results; to be closed
     * @throws InterruptedException if the caller was interrupted before
     */
    public <T, R> Results<R> results(Iterable<? extends T> inputs, TaskFunction<? super T, ? extends R> function)
            throws InterruptedException {
        return results(inputs, function, plan.orderedBelt());
    }

    /**
     * Makes a result of each input, and gives each result as soon as it is there. Keeps neither all inputs nor all
     * results.
     *
     * @param inputs the inputs
     * @param function makes a result of an input
     * @param <T> the type of an input
     * @param <R> the type of a result
     * @return the results; to be closed
     * @throws InterruptedException if the caller was interrupted before
     */
    public <T, R> Results<R> resultsAsCompleted(
            Iterable<? extends T> inputs, TaskFunction<? super T, ? extends R> function) throws InterruptedException {
        return results(inputs, function, plan.unorderedBelt());
    }

    @SuppressWarnings("unchecked") // the inputs are of the function's type
    private <R> Results<R> results(Iterable<?> inputs, TaskFunction<?, ? extends R> function, Belt belt)
            throws InterruptedException {
        begin(inputs, function);
        Call call = Call.stream(plan, inputs, (TaskFunction<Object, ?>) function, belt);
        call.start();
        return new Results<>(call, new Share(plan, true));
    }

    private static void begin(Iterable<?> inputs, Object function) throws InterruptedException {
        requireNonNull(inputs, "inputs");
        requireNonNull(function, "function");
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static int requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
        return value;
    }

    @Override
    public String toString() {
        return plan.callerWorks() ? "Parallel[cpu]" : "Parallel[io, limit " + plan.threads() + "]";
    }
}
