/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
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
                StageSpec.Kind.FUNCTION,
                StageSpec.ANY,
                (engine, index, own) -> new FilterStep(engine, index, own, (Predicate<Object>) predicate))));
    }

    /**
     * Adds a stage whose function waits - for a network, a disk, a database. The workers of the run are then virtual
     * threads, as many as the stage with the greatest concurrency wants, and carry one item each; a slow item is
     * overtaken by up to sixteen times as many others, which wait behind the stage for their turn.
     *
     * @param name how reports and failures call the stage
     * @param concurrency how many calls of the function may run at once, at least 1
     * @param function what it makes of an item
     * @param <R> the type of an item behind the stage
     * @return a longer description
     * @throws IllegalArgumentException if {@code concurrency} is less than 1
     */
    public <R> Stages<R> blocking(String name, int concurrency, StageFunction<? super T, ? extends R> function) {
        Stages<R> made = parallel(name, concurrency, function);
        return new Stages<>(made.plan.withLast(made.last().on(StageSpec.Threads.WAITING)));
    }

    /**
     * Adds a stage that makes any number of items of each item. They follow each other, where the item was.
     *
     * @param name how reports and failures call the stage
     * @param concurrency how many calls of the function may run at once, at least 1
     * @param function what it makes of an item; the result is gone through at once, and holds no null
     * @param <R> the type of an item behind the stage
     * @return a longer description
     * @throws IllegalArgumentException if {@code concurrency} is less than 1
     */
    @SuppressWarnings("unchecked") // the items at this place of the chain are of this type
    public <R> Stages<R> flatMap(
            String name, int concurrency, StageFunction<? super T, ? extends Iterable<? extends R>> function) {
        requireNonNull(function, "function");
        Pipeline.requireAtLeastOne("concurrency", concurrency);
        return new Stages<>(plan.with(new StageSpec(
                name,
                StageSpec.Kind.FUNCTION,
                concurrency,
                (engine, index, own) -> new FlatMapStep(
                        engine, index, own, (StageFunction<Object, Iterable<?>>) (StageFunction<?, ?>) function))));
    }

    /**
     * Adds a stage that makes a list of every so many items. The last list is shorter if the items do not come out
     * even.
     *
     * @param name how reports and failures call the stage
     * @param items how many items a list has, at least 1
     * @return a longer description
     * @throws IllegalArgumentException if {@code items} is less than 1
     */
    public Stages<List<T>> batch(String name, int items) {
        return batch(name, items, 0);
    }

    /**
     * Adds a stage that makes a list of every so many items, and of fewer when the first of them has been kept back for
     * some time. The stage has a thread of its own, so that a list leaves it in time.
     *
     * <p>An item that is kept back is live: where the window is smaller than a list, lists are as short as the window.
     *
     * @param name how reports and failures call the stage
     * @param items how many items a list has at most, at least 1
     * @param time how long an item is kept back at most
     * @return a longer description
     * @throws IllegalArgumentException if {@code items} is less than 1 or {@code time} is not positive
     */
    public Stages<List<T>> batch(String name, int items, Duration time) {
        Stages<List<T>> made = batch(name, items, requirePositive("time", time));
        return new Stages<>(made.plan.withLast(made.last().on(StageSpec.Threads.OWN)));
    }

    private Stages<List<T>> batch(String name, int items, long nanos) {
        Pipeline.requireAtLeastOne("items", items);
        return builtIn(name, (engine, index, own) -> new BatchStep(engine, index, own, items, nanos));
    }

    /**
     * Adds a stage that lets so many items through in any span of a time, and keeps the others waiting. The worker
     * waits with them.
     *
     * @param name how reports and failures call the stage
     * @param items how many items may go through in that time, at least 1
     * @param time the time
     * @return a longer description
     * @throws IllegalArgumentException if {@code items} is less than 1 or {@code time} is not positive
     */
    public Stages<T> rateLimit(String name, int items, Duration time) {
        Pipeline.requireAtLeastOne("items", items);
        long nanos = requirePositive("time", time);
        return builtIn(name, (engine, index, own) -> new RateStep(engine, index, own, items, nanos, System::nanoTime));
    }

    /**
     * Adds a stage that hands each item to another pipeline as well. That runs beside this one, begins and ends with
     * it, and keeps it waiting when it is slower; its failure is a failure of this run.
     *
     * @param name how reports and failures call the stage, and the source of the other pipeline
     * @param branch completes the other pipeline, whose items are those that come to this stage; called for each run
     * @return a longer description
     */
    @SuppressWarnings("unchecked") // the items at this place of the chain are of this type
    public Stages<T> tee(String name, Function<? super Stages<T>, Pipeline> branch) {
        requireNonNull(branch, "branch");
        return builtIn(
                name,
                (engine, index, own) ->
                        new TeeStep(engine, index, own, (Function<Stages<Object>, Pipeline>) (Function<?, ?>) branch));
    }

    /**
     * Adds a stage that several workers may run at once, but not for two items with the same key: those it takes one
     * after the other, in order. So its function may keep state by key.
     *
     * @param name how reports and failures call the stage
     * @param concurrency how many calls of the function may run at once, at least 1
     * @param key gives the key of an item, never null; called by several workers at once
     * @param function what the stage makes of an item
     * @param <R> the type of an item behind the stage
     * @return a longer description
     * @throws IllegalArgumentException if {@code concurrency} is less than 1
     */
    @SuppressWarnings("unchecked") // the items at this place of the chain are of this type
    public <R> Stages<R> parallelByKey(
            String name, int concurrency, Function<? super T, ?> key, StageFunction<? super T, ? extends R> function) {
        requireNonNull(key, "key");
        requireNonNull(function, "function");
        Pipeline.requireAtLeastOne("concurrency", concurrency);
        return new Stages<>(plan.with(new StageSpec(
                name,
                StageSpec.Kind.KEYED,
                concurrency,
                (engine, index, own) -> new KeyedStep(
                        engine, index, own, (Function<Object, Object>) key, (StageFunction<Object, Object>)
                                function))));
    }

    /**
     * Gives the last stage, or the source where there is no stage yet, a thread of its own: for what must always be
     * called by the same thread, or be called in time whatever the other stages do. It is handed from thread to thread
     * what goes through, which takes its time; such a pipeline never runs as a loop.
     *
     * @return a description that differs in this
     * @throws IllegalStateException if the last stage is not serial
     */
    public Stages<T> onThread() {
        if (plan.stages().isEmpty()) {
            return new Stages<>(plan.withSourceOwned());
        }
        StageSpec last = last();
        if (last.concurrency() != 1) {
            throw new IllegalStateException(
                    "stage '" + last.name() + "' is parallel (expected: onThread() behind a serial stage)");
        }
        return new Stages<>(plan.withLast(last.on(StageSpec.Threads.OWN)));
    }

    /**
     * Limits the time that the function of the last stage may take for an item. When it is over, its thread is
     * interrupted; what the function then gives or throws is not used, and it has failed with a
     * {@code TimeoutException}, of which it is told otherwise in this description what becomes. A function that does
     * not end when it is interrupted goes on all the same: no thread can be taken out of it.
     *
     * @param time how long a call may take, to about a millisecond
     * @return a description that differs in this
     * @throws IllegalArgumentException if {@code time} is not positive
     * @throws IllegalStateException if the last stage has no function
     */
    public Stages<T> timeout(Duration time) {
        StageSpec last = last();
        if (last.kind() == StageSpec.Kind.BUILT_IN) {
            throw new IllegalStateException(
                    "stage '" + last.name() + "' has no function (expected: timeout() behind a stage that has one)");
        }
        return new Stages<>(plan.withLast(last.within(requirePositive("time", time))));
    }

    private static long requirePositive(String name, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + ": " + time + " (expected: positive)");
        }
        return Run.nanos(time);
    }

    private <R> Stages<R> builtIn(String name, StageSpec.Maker maker) {
        return new Stages<>(plan.with(new StageSpec(name, StageSpec.Kind.BUILT_IN, 1, maker)));
    }

    /**
     * Lets the last stage leave an item out when its function throws an exception at it, and go on.
     *
     * @param deadLetters takes the failures; called by several workers at once
     * @return a description that differs in this
     * @throws IllegalStateException if there is no stage yet
     */
    public Stages<T> skipFailures(Consumer<? super Failure> deadLetters) {
        requireNonNull(deadLetters, "deadLetters");
        Policy policy = last().policy();
        return with(new Policy(policy.retries(), policy.backoffNanos(), failure -> {
            deadLetters.accept(failure);
            return null;
        }));
    }

    /**
     * Lets the last stage leave an item out when its function throws an exception at it, and go on. The report counts
     * such items.
     *
     * @return a description that differs in this
     * @throws IllegalStateException if there is no stage yet
     */
    public Stages<T> skipFailures() {
        return skipFailures(failure -> {});
    }

    /**
     * Lets the last stage go on with another item when its function throws an exception.
     *
     * @param replacement makes the item, never null; called by several workers at once
     * @return a description that differs in this
     * @throws IllegalStateException if there is no stage yet
     */
    public Stages<T> replaceFailures(Function<? super Failure, ? extends T> replacement) {
        requireNonNull(replacement, "replacement");
        Policy policy = last().policy();
        return with(new Policy(
                policy.retries(),
                policy.backoffNanos(),
                failure -> requireNonNull(replacement.apply(failure), "replacement")));
    }

    /**
     * Lets the last stage call its function again when it throws an exception. If it throws every time, the item is
     * skipped, replaced, or ends the run, as the description says otherwise. The next stage has the item once.
     *
     * @param retries how often the function is called again, at least 1
     * @param backoff the pause before the first of these calls; twice as long before each further one, up to a thousand
     *     times as long. The worker waits for that time
     * @return a description that differs in this
     * @throws IllegalArgumentException if {@code retries} is less than 1 or {@code backoff} is negative
     * @throws IllegalStateException if there is no stage yet
     */
    public Stages<T> retryFailures(int retries, Duration backoff) {
        Pipeline.requireAtLeastOne("retries", retries);
        if (backoff.isNegative()) {
            throw new IllegalArgumentException("backoff: " + backoff + " (expected: not negative)");
        }
        return with(new Policy(retries, Run.nanos(backoff), last().policy().handler()));
    }

    private Stages<T> with(Policy policy) {
        return new Stages<>(plan.withLast(last().with(policy)));
    }

    private StageSpec last() {
        if (plan.stages().isEmpty()) {
            throw new IllegalStateException("source '" + plan.sourceName() + "' has no stage behind it yet");
        }
        return plan.stages().get(plan.stages().size() - 1);
    }

    /**
     * Lets the items leave the last stage as they are done, and not in the order of the source. A slow item then keeps
     * no other item waiting.
     *
     * @return a description that differs in this
     * @throws IllegalStateException if the last stage is not parallel, or keeps the order of each key
     */
    public Stages<T> unordered() {
        StageSpec last = last();
        if (last.kind() == StageSpec.Kind.KEYED) {
            throw new IllegalStateException("stage '" + last.name()
                    + "' keeps the order of each key (expected: unordered() behind a parallel stage)");
        }
        if (last.concurrency() == 1) {
            throw new IllegalStateException(
                    "stage '" + last.name() + "' is serial (expected: unordered() behind a parallel stage)");
        }
        return new Stages<>(plan.withLast(last.asUnordered()));
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
                name,
                StageSpec.Kind.FUNCTION,
                1,
                (engine, index, own) -> new SinkStep(engine, index, own, (Sink<Object>) sink))));
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

    /**
     * Ends the chain with a publisher. Each of its subscribers has a run of its own, which begins when it subscribes,
     * waits while the subscriber asks for nothing, and is cancelled when the subscriber cancels. Its failure is handed
     * to the subscriber when no thread of the run calls a function any more.
     *
     * @return a publisher, to be subscribed as often as the source can be started
     */
    public Flow.Publisher<T> toPublisher() {
        return new Outlet<>(this, failure -> failure);
    }

    @SuppressWarnings("unchecked") // the items at this place of the chain are of this type
    private <R> Stages<R> map(String name, int concurrency, StageFunction<? super T, ? extends R> function) {
        requireNonNull(function, "function");
        return new Stages<>(plan.with(new StageSpec(
                name,
                StageSpec.Kind.FUNCTION,
                concurrency,
                (engine, index, own) -> new MapStep(engine, index, own, (StageFunction<Object, Object>) function))));
    }

    @Override
    public String toString() {
        return Pipeline.describe("Stages", plan);
    }
}
