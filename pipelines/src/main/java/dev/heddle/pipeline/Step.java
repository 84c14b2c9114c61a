/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stage in one run: what it does to all items of a slot, or to one item and then the stages behind it. */
abstract class Step {
    /**
     * After so many items of a slot a step takes a volatile look whether the run is cancelled, and a plain one after
     * each: that one sees at once what the same thread did, and does not keep the compiler from looking at everything
     * else once for them all.
     */
    static final int SOME = 128;

    final Engine engine;
    final int index;
    final String name;
    private final Policy policy;
    private final long timeoutNanos;

    /** The step behind this one; null behind the sink. */
    @Nullable
    Step next;

    Step(Engine engine, int index, StageSpec stage) {
        this.engine = engine;
        this.index = index;
        this.name = stage.name();
        this.policy = stage.policy();
        this.timeoutNanos = stage.timeoutNanos();
    }

    /** Does its work on each item of a slot, until the run is cancelled. */
    abstract void run(Slot slot, Worker worker);

    /** Does its work on an item and hands the result on to the next step, on the same stack. */
    abstract void push(Object item, Worker worker);

    /** Calls the function for an item. Answers null when the item is left out, and counts that. */
    abstract @Nullable Object call(Object item, Worker worker) throws Exception;

    /** Begins what the step has beside itself, before the first item. */
    void begin() {}

    /** Hands on what it has kept back, on the same stack. Called after the last item of a loop. */
    void flush(Worker worker) {
        if (next != null) {
            next.flush(worker);
        }
    }

    /** How many items it has kept back. */
    int held() {
        return 0;
    }

    /** The time until which it keeps back what it has kept; 0 when that is nothing, or as long as it takes. */
    long keepsUntil() {
        return 0;
    }

    /** Puts what it has kept back into a slot that it has run on before. */
    void flushInto(Slot slot, Worker worker) {}

    /** Waits until all that the step has beside itself has come to its end. Called after the last item. */
    void drain() throws InterruptedException {}

    /** Ends what the step has beside itself. Called by the last worker. */
    @Nullable
    Report close() {
        return null;
    }

    final boolean hasTimeout() {
        return timeoutNanos != 0;
    }

    /** Calls a function of the user, for as long as the stage allows. */
    final <R> R invoke(StageFunction<Object, R> function, Object item, Worker worker) throws Exception {
        return timeoutNanos == 0 ? function.apply(item) : invokeWithin(function, item, worker);
    }

    private <R> R invokeWithin(StageFunction<Object, R> function, Object item, Worker worker) throws Exception {
        long time = worker.limit.begin(timeoutNanos);
        R result;
        try {
            result = function.apply(item);
        } catch (Throwable thrown) {
            if (isLate(time, worker) && thrown instanceof Exception) {
                throw Watch.late(name, timeoutNanos, thrown);
            }
            throw thrown;
        }
        if (isLate(time, worker)) {
            throw Watch.late(name, timeoutNanos, null);
        }
        return result;
    }

    private boolean isLate(long time, Worker worker) {
        boolean late = worker.limit.end(time);
        if (late && engine.isCancelled()) {
            Thread.currentThread().interrupt(); // taken back together with that of the watch
            return false;
        }
        return late;
    }

    /** Decides what becomes of an item at which the function threw: null when it is left out. */
    final @Nullable Object failed(Worker worker, long number, Object item, Throwable thrown) {
        Throwable last = thrown;
        for (int retry = 0; retry < policy.retries() && isForPolicy(last); retry++) {
            engine.crew().pause(policy.pauseNanos(retry));
            if (engine.isCancelled()) {
                break;
            }
            try {
                return call(item, worker);
            } catch (Throwable again) {
                last = again;
            }
        }
        return giveUp(worker, number, item, last);
    }

    /** The same, without another try. */
    final @Nullable Object giveUp(Worker worker, long number, Object item, Throwable thrown) {
        Throwable last = thrown;
        Function<Failure, @Nullable Object> handler = policy.handler();
        if (handler != null && last instanceof Exception cause && isForPolicy(cause)) {
            try {
                Object replacement = handler.apply(new Failure(name, number, item, cause));
                if (replacement == null) {
                    worker.count(index, Counts.SKIPPED, 1);
                }
                return replacement;
            } catch (Throwable ofHandler) {
                ofHandler.addSuppressed(last);
                last = ofHandler;
            }
        }
        boolean first = engine.fate().fail(name, number, last);
        if (first) {
            FailureEvent.emit(engine.name(), name, number, last);
        }
        worker.count(index, first ? Counts.FAILED : Counts.CANCELLED, 1);
        return null;
    }

    /** An error, or an interrupt, is no failure of one item. */
    private boolean isForPolicy(Throwable thrown) {
        return thrown instanceof Exception && !(thrown instanceof InterruptedException) && !engine.isCancelled();
    }

    final <R> R notNull(@Nullable R result) {
        if (result == null) {
            throw new NullPointerException("stage '" + name + "' made null of an item");
        }
        return result;
    }
}
