/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A description of work that items go through in stages: from a source, through functions, to a sink. Immutable; can be
 * started many times, also at the same time if its source and its functions can.
 *
 * <p>For example: {@snippet class="dev.heddle.pipeline.PipelineExamples" region="lengths"}
 *
 * <p>The threads of a run are workers that carry items through the stages. Whether several of them are faster than one
 * is measured while the run goes on; where they are not, one worker runs the whole chain as a loop. A stage that waits
 * - for a disk, a network, another thread - keeps its worker from other work.
 *
 * <p><b>Progress:</b> no worker waits for a stage that another one is in, nor for its turn. A worker that has nothing
 * to do spins for a moment and then parks.
 *
 * <p><b>Memory effects:</b> what the source and the functions did with an item happens-before the next function's call
 * with it; a call of the source, of a serial function or of the sink happens-before the next call of the same; and all
 * of them happen-before the return of {@link #run}.
 *
 * <p><b>Cost:</b> no allocation per item.
 *
 * <p><b>Interruption:</b> {@link #run} interrupts the functions that are running, waits for its threads to end, and
 * throws. A function that does not end when it is interrupted keeps the run from ending: no thread can be taken out of
 * it.
 *
 * <p><b>Failure:</b> the first exception of a function ends the run and is the cause of the {@link StageException} that
 * is thrown; an {@code Error} is thrown as it is, with the stage and the item named in a suppressed exception. What
 * other functions threw later is suppressed on the first. A function that makes null of an item fails at it with a
 * {@code NullPointerException}, and so does an iterator, a collection or a stream with a null item.
 *
 * @implSpec Promises:
 *     <ul>
 *       <li>every item leaves exactly once
 *       <li>a serial stage has the items one at a time and in order
 *       <li>a stage by key has the items of each key one at a time and in order
 *       <li>no published item is left lying when its worker goes away
 *       <li>no worker sleeps through the end of the run
 *       <li>the thread of a source does not sleep through room for an item
 *       <li>a worker that goes on with another thread is woken, or cancelled, there
 *       <li>what a stage keeps back goes on when no item can follow it
 *       <li>the interrupt of a time-out reaches the call that took too long, and no other
 *       <li>the interrupt of a stop reaches the source that waits, and nothing else
 *       <li>a sink that waits for its subscriber is woken by a request
 *       <li>a subscriber is given as many items as it asks for, and no more
 *       <li>a subscription to a publisher ends with the run
 *       <li>a processor is connected once, and ended once
 *       <li>a processor has one publisher and one subscriber
 *       <li>a merged run ends with the last of its inputs
 *       <li>a run ends once, and stays as it ended
 *       <li>a later failure is suppressed on the first, once
 *     </ul>
 */
public final class Pipeline {
    private final Plan plan;
    private final int workers;
    private final int window;
    private final int batch;

    Pipeline(Plan plan) {
        this(plan, 0, Tuning.UNBOUNDED, Tuning.MEASURED);
    }

    private Pipeline(Plan plan, int workers, int window, int batch) {
        this.plan = plan;
        this.workers = workers;
        this.window = window;
        this.batch = batch;
    }

    /**
     * Begins a description with a source that may wait for its items.
     *
     * @param name how reports and failures call the source; the threads of a run have it in their names
     * @param source gives the items, and null after the last one
     * @param <T> the type of an item
     * @return a description without stages
     */
    public static <T> Stages<T> from(String name, Source<? extends T> source) {
        return begin(name, Feed.of(requireNonNull(source, "source")));
    }

    /**
     * Begins a description whose items are those of a collection. Each run goes through it from its first item.
     *
     * @param name how reports and failures call the source; the threads of a run have it in their names
     * @param items the items, none of which is null
     * @param <T> the type of an item
     * @return a description without stages
     */
    public static <T> Stages<T> from(String name, Collection<? extends T> items) {
        return begin(name, Feed.of(requireNonNull(items, "items")));
    }

    /**
     * Begins a description whose items are the rest of an iterator, which is not expected to wait for them: a worker
     * takes many before it goes on. Use a {@link Source} where it does wait. A run takes what the one before it left.
     *
     * @param name how reports and failures call the source; the threads of a run have it in their names
     * @param items the items, none of which is null
     * @param <T> the type of an item
     * @return a description without stages
     */
    public static <T> Stages<T> from(String name, Iterator<? extends T> items) {
        return begin(name, Feed.of(requireNonNull(items, "items")));
    }

    /**
     * Begins a description whose items are those of a stream, which is not expected to wait for them. It can be started
     * once; the stream is closed at the end of the run.
     *
     * @param name how reports and failures call the source; the threads of a run have it in their names
     * @param items the items, none of which is null
     * @param <T> the type of an item
     * @return a description without stages
     */
    public static <T> Stages<T> from(String name, Stream<? extends T> items) {
        return begin(name, Feed.of(requireNonNull(items, "items")));
    }

    /**
     * Begins a description whose items are pushed in from outside. The run ends when the port is stopped and empty;
     * when the run ends otherwise, the port is stopped.
     *
     * @param name how reports and failures call the source; the threads of a run have it in their names
     * @param port where the items come in
     * @param <T> the type of an item
     * @return a description without stages, to be started once
     */
    public static <T> Stages<T> from(String name, Port<? extends T> port) {
        return begin(name, Feed.of(requireNonNull(port, "port")));
    }

    /**
     * Begins a description whose items are those of a publisher. A run subscribes to it when it begins, asks for a few
     * hundred items at a time, and cancels its subscription when it is over.
     *
     * @param name how reports and failures call the source; the threads of a run have it in their names
     * @param publisher where the items come from; to be started as often as it takes subscribers
     * @param <T> the type of an item
     * @return a description without stages
     */
    public static <T> Stages<T> from(String name, Flow.Publisher<? extends T> publisher) {
        return begin(name, Feed.of(requireNonNull(publisher, "publisher")));
    }

    /**
     * Makes a processor of stages. It takes one subscriber, and is running from then on; it asks its publisher for a
     * few hundred items at a time. A failure of the publisher is handed on as it is, one of a stage as a
     * {@link StageException}.
     *
     * @param name how failures call the source; the threads have it in their names
     * @param through adds the stages
     * @param <T> the type of an item that goes in
     * @param <R> the type of an item that comes out
     * @return a processor that can be used once
     */
    public static <T, R> Flow.Processor<T, R> processor(
            String name, Function<? super Stages<T>, ? extends Stages<R>> through) {
        return new Passage<>(name, through);
    }

    /**
     * Begins a description whose items are those that come out of several others, as they come. Their stages run as
     * pipelines of their own, which begin and end with this one; a failure in one of them ends the run, and stopping
     * the run stops them.
     *
     * @param name how reports and failures call the source; the threads of a run have it in their names
     * @param inputs the descriptions
     * @param <T> the type of an item
     * @return a description without stages
     * @throws IllegalArgumentException if there are no inputs
     */
    public static <T> Stages<T> merge(String name, List<? extends Stages<? extends T>> inputs) {
        List<Stages<? extends T>> copied = List.copyOf(inputs);
        if (copied.isEmpty()) {
            throw new IllegalArgumentException("inputs: none (expected: at least 1)");
        }
        return begin(name, Feed.merge(copied));
    }

    private static <T> Stages<T> begin(String name, Feed.Maker source) {
        return new Stages<>(new Plan(requireNonNull(name, "name"), source, false, List.of()));
    }

    /**
     * Sets how many threads a run has at most. Without this, as many as the stage with the greatest concurrency wants,
     * and, if that is less, as many as the machine has processors for the serial stages to run on at the same time. A
     * source or a stage with a thread of its own has that beside them, and there are then at least two others.
     *
     * @param workers the number of threads, at least 1
     * @return a description that differs in this
     * @throws IllegalArgumentException if {@code workers} is less than 1
     */
    public Pipeline workers(int workers) {
        return new Pipeline(plan, requireAtLeastOne("workers", workers), window, batch);
    }

    /**
     * Sets how many items of the source may be live at once: taken from it, and not yet through the sink or left out.
     * Without this, 512 batches for each worker, at least 1024 and at most 65,536, each of up to 1024 items.
     *
     * @param window the number of items, at least 1
     * @return a description that differs in this
     * @throws IllegalArgumentException if {@code window} is less than 1
     */
    public Pipeline window(int window) {
        return new Pipeline(plan, workers, requireAtLeastOne("window", window), batch);
    }

    /**
     * Sets how many items a worker carries at once, and turns off all measuring: runs do not depend on the clock any
     * more. For tests that are to be repeated; otherwise a run finds out by itself.
     *
     * @param items the number of items, at least 1
     * @return a description that differs in this
     * @throws IllegalArgumentException if {@code items} is less than 1
     */
    public Pipeline batches(int items) {
        return new Pipeline(plan, workers, window, requireAtLeastOne("items", items));
    }

    /**
     * Runs the pipeline and waits for its end. When this returns or throws, no thread of the run is left and no
     * function of it is called any more.
     *
     * @return what became of every item
     * @throws StageException if a function of the pipeline threw
     * @throws InterruptedException if the caller was interrupted
     */
    public Report run() throws InterruptedException {
        try (Run run = start()) {
            return run.await();
        } catch (CancellationException e) {
            throw new AssertionError("nobody else has the run", e);
        }
    }

    /**
     * Starts the pipeline in threads of its own.
     *
     * @return the run; to be closed
     * @throws IllegalStateException if the source is a stream or a port that was used before
     */
    public Run start() {
        Engine engine = engine(() -> {});
        engine.start();
        return new Run(engine);
    }

    /** Makes a run that has not begun. Its last worker calls {@code atEnd}, when all functions have returned. */
    Engine engine(Runnable atEnd) {
        int most = workers == 0 ? plan.workers() : workers;
        return new Engine(
                plan, plan.isBlocking() ? Tuning.blocking(most, window) : Tuning.of(most, window, batch), atEnd);
    }

    /**
     * Draws the pipeline for a terminal.
     *
     * @return a line for the source and for each stage
     */
    public String picture() {
        return Picture.text(plan);
    }

    /**
     * Draws the pipeline as a Mermaid flowchart, as Markdown pages show it.
     *
     * @return the text of a diagram
     */
    public String mermaid() {
        return Picture.mermaid(plan);
    }

    Plan plan() {
        return plan;
    }

    static int requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
        return value;
    }

    static String describe(String type, Plan plan) {
        return plan.stages().stream()
                .map(StageSpec::name)
                .collect(Collectors.joining(" -> ", type + "[" + plan.sourceName() + " -> ", "]"));
    }

    @Override
    public String toString() {
        return describe("Pipeline", plan);
    }
}
