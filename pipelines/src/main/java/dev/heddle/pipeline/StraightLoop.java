/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The loop as one would write it by hand. */
final class StraightLoop implements Loop {
    /*
     * Any step can be pushed an item and pushes its result on, and for most steps that is what happens here. But a step
     * is an object, and the compiler looks again for each item whether this object still is what it was: of a chain of
     * trivial functions that was the larger part of the time. What the function of a step is it looks at once for the
     * loop if the loop has it in a variable. So the first few functions, which need nothing but to be called, are called
     * from here, and so are the sink if it is what follows them, and what the user gave as the source; whatever else
     * follows the functions is pushed what they made.
     *
     * What is called from where is all that the compiler remembers: once other pipelines have been through this class it
     * cannot tell any more which function an item meets here, and calls each through a table. So a long run takes a copy
     * of this class, made of its class file (LoopKind); nothing in here may rely on being the only one of its name.
     *
     * All fields are final; who loops is inside the door of the source.
     */
    private static final int MOST_FUNCTIONS = 3;

    static final MethodType MAKER =
            MethodType.methodType(Loop.class, Intake.class, Fate.class, Feed.class, Step[].class);

    private final Intake intake;
    private final Fate fate;
    private final Feed feed;
    private final boolean mayWait;
    private final @Nullable Iterator<?> iterator;
    private final @Nullable Source<?> source;
    private final Step[] steps;
    private final @Nullable StageFunction<Object, Object> first;
    private final @Nullable StageFunction<Object, Object> second;
    private final @Nullable StageFunction<Object, Object> third;

    /** What follows the functions: a sink, or else a step. */
    private final @Nullable Sink<Object> sink;

    private final Step rest;

    StraightLoop(Intake intake, Fate fate, Feed feed, Step[] steps) {
        this.intake = intake;
        this.fate = fate;
        this.feed = feed;
        this.mayWait = feed.mayWait();
        this.iterator = feed.origin() instanceof Iterator<?> origin ? origin : null;
        this.source = feed.origin() instanceof Source<?> origin ? origin : null;
        this.steps = steps;
        this.first = functionOf(0);
        this.second = first == null ? null : functionOf(1);
        this.third = second == null ? null : functionOf(2);
        int functions = first == null ? 0 : second == null ? 1 : third == null ? 2 : MOST_FUNCTIONS;
        this.rest = steps[functions];
        this.sink = rest instanceof SinkStep last ? last.sink() : null;
    }

    private @Nullable StageFunction<Object, Object> functionOf(int index) {
        return steps[index] instanceof MapStep step && !step.hasTimeout() ? step.function() : null;
    }

    /** Looks at the fate of the run by a plain read only, so that all this can be one loop without a barrier. */
    @Override
    public int take(int most, Worker worker) {
        StageFunction<Object, Object> first = this.first;
        StageFunction<Object, Object> second = this.second;
        StageFunction<Object, Object> third = this.third;
        Sink<Object> sink = this.sink;
        Fate fate = this.fate;
        Feed feed = this.feed;
        Iterator<?> iterator = this.iterator;
        Source<?> source = this.source;
        long number = worker.number;
        int taken = 0;
        int delivered = 0;
        try {
            while (taken < most) {
                Object item;
                if (!fate.isTakingPlain()) {
                    item = mayWait ? intake.nextOfSome() : null;
                } else if (iterator != null) {
                    item = iterator.hasNext() ? Feed.notNull(iterator.next()) : null;
                } else if (source != null) {
                    item = source.isReady() ? source.next() : intake.takeWaiting();
                } else {
                    item = mayWait ? intake.take() : feed.next();
                }
                if (item == null) {
                    intake.end();
                    break;
                }
                int at = 0;
                try {
                    if (first != null) {
                        item = made(first.apply(item), 0);
                        at = 1;
                    }
                    if (second != null) {
                        item = made(second.apply(item), 1);
                        at = 2;
                    }
                    if (third != null) {
                        item = made(third.apply(item), 2);
                        at = 3;
                    }
                    if (sink != null) {
                        sink.accept(item);
                        delivered++;
                    } else {
                        worker.number = number + taken;
                        rest.push(item, worker);
                    }
                } catch (Throwable thrown) {
                    goOn(at, item, number + taken, thrown, worker);
                }
                taken++;
            }
        } catch (Throwable thrown) {
            intake.failed(number + taken, thrown);
        }
        worker.number = number + taken;
        worker.delivered += delivered;
        return taken;
    }

    /** The same loop, of the class that {@code maker} makes. */
    Loop madeBy(MethodHandle maker) throws Throwable {
        return (Loop) maker.invokeExact(intake, fate, feed, steps);
    }

    /** Equal for loops that call the same classes, and mostly different for others. */
    int shape() {
        int shape = feed.origin().getClass().hashCode();
        for (Step step : steps) {
            Object called =
                    step instanceof MapStep map ? map.function() : step instanceof SinkStep last ? last.sink() : step;
            shape = 31 * shape + called.getClass().hashCode();
        }
        return shape;
    }

    private Object made(@Nullable Object result, int at) {
        return result != null ? result : steps[at].notNull(null);
    }

    /** Pushes on what the step makes of an item at which its function threw, if anything. */
    private void goOn(int at, Object item, long number, Throwable thrown, Worker worker) {
        worker.number = number;
        Object instead = steps[at].failed(worker, number, item, thrown);
        if (instead != null) {
            requireNonNull(steps[at].next).push(instead, worker);
        }
    }
}
