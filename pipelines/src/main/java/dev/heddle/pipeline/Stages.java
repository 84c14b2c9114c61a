/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collector;

/**
 * A pipeline that has no sink yet: a source and the stages behind it. Immutable; each method gives a description of its
 * own.
 *
 * <p>The items leave each stage in the order of the source, unless {@link #unordered} says otherwise.
 *
 * @param <T> the type of an item behind the last stage
 * @implSpec Promises: none, because what a run does is promised by {@link Pipeline}
 */
public final class Stages<T> {
    private final Plan plan;

    Stages(Plan plan) {
        this.plan = plan;
    }

    /**
     * Adds a stage that takes one item at a time, in order. Its function is never called by two threads at once, and
     * each call sees what the one before it did: it may keep state.
     *
     * @param name how reports and failures call the stage
     * @param function what it makes of an item
     * @param <R> the type of an item behind the stage
     * @return a longer description
     */
    public <R> Stages<R> serial(String name, StageFunction<? super T, ? extends R> function) {
        return map(name, 1, function);
    }

    /**
     * Adds a stage that several workers may run at once, each with an item of its own.
     *
     * @param name how reports and failures call the stage
     * @param concurrency how many calls of the function may run at once, at least 1
     * @param function what it makes of an item
     * @param <R> the type of an item behind the stage
     * @return a longer description
     * @throws IllegalArgumentException if {@code concurrency} is less than 1
     */
    public <R> Stages<R> parallel(String name, int concurrency, StageFunction<? super T, ? extends R> function) {
        return map(name, Pipeline.requireAtLeastOne("concurrency", concurrency), function);
    }

    /**
     * Adds a stage that leaves items out.
     *
     * @param name how reports and failures call the stage
     * @param predicate says which items stay; called by several workers at once
     * @return a longer description
     */
    @SuppressWarnings("unchecked") // the items at this place of the chain are of this type
    public Stages<T> filter(String name, Predicate<? super T> predicate) {
        requireNonNull(predicate, "predicate");
        return new Stages<>(plan.with(new StageSpec(
                name,
                StageSpec.ANY,
                true,
                (engine, index, own) -> new FilterStep(engine, index, own, (Predicate<Object>) predicate))));
    }

    /**
     * Lets the items leave the last stage as they are done, and not in the order of the source. A slow item then keeps
     * no other item waiting.
     *
     * @return a description that differs in this
     * @throws IllegalStateException if the last stage is not parallel
     */
    public Stages<T> unordered() {
        StageSpec last =
                plan.stages().isEmpty() ? null : plan.stages().get(plan.stages().size() - 1);
        if (last == null || last.concurrency() == 1) {
            throw new IllegalStateException("stage '" + (last == null ? plan.sourceName() : last.name())
                    + "' is serial (expected: unordered() behind a parallel stage)");
        }
        return new Stages<>(plan.withLast(new StageSpec(last.name(), last.concurrency(), false, last.maker())));
    }

    /**
     * Ends the chain with a sink.
     *
     * @param name how reports and failures call the sink
     * @param sink takes the items, one at a time
     * @return the whole pipeline
     */
    @SuppressWarnings("unchecked") // the items at this place of the chain are of this type
    public Pipeline to(String name, Sink<? super T> sink) {
        requireNonNull(sink, "sink");
        return new Pipeline(plan.with(new StageSpec(
                name, 1, true, (engine, index, own) -> new SinkStep(engine, index, own, (Sink<Object>) sink))));
    }

    /**
     * Runs the pipeline and collects what comes out of it.
     *
     * @param collector collects the items; its accumulator is never called by two threads at once
     * @param <A> the type of what the collector accumulates in
     * @param <R> the type of the result
     * @return the result
     * @throws StageException if a function of the pipeline threw
     * @throws InterruptedException if the caller was interrupted; no thread of the run is left
     */
    public <A, R> R collect(Collector<? super T, A, R> collector) throws InterruptedException {
        A container = collector.supplier().get();
        BiConsumer<A, ? super T> accumulator = collector.accumulator();
        to("collect", item -> accumulator.accept(container, item)).run();
        return collector.finisher().apply(container);
    }

    @SuppressWarnings("unchecked") // the items at this place of the chain are of this type
    private <R> Stages<R> map(String name, int concurrency, StageFunction<? super T, ? extends R> function) {
        requireNonNull(function, "function");
        return new Stages<>(plan.with(new StageSpec(
                name,
                concurrency,
                true,
                (engine, index, own) -> new MapStep(engine, index, own, (StageFunction<Object, Object>) function))));
    }

    @Override
    public String toString() {
        return Pipeline.describe("Stages", plan);
    }
}
