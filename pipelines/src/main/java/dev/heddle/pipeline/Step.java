/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stage in one run: what it does to all items of a slot, or to one item and then the stages behind it. */
abstract class Step {
    final Engine engine;
    final int index;
    final String name;
    private final Policy policy;

    /** The step behind this one; null behind the sink. */
    @Nullable
    Step next;

    Step(Engine engine, int index, StageSpec stage) {
        this.engine = engine;
        this.index = index;
        this.name = stage.name();
        this.policy = stage.policy();
    }

    /** Does its work on each item of a slot, until the run is cancelled. */
    abstract void run(Slot slot, Worker worker);

    /** Does its work on an item and hands the result on to the next step, on the same stack. */
    abstract void push(Object item, Worker worker);

    /** Calls the function for an item. Answers null when the item is left out, and counts that. */
    abstract @Nullable Object call(Object item, Worker worker) throws Exception;

    /** Hands on what it has kept back. Called once, after the last item. */
    void flush(Worker worker) {
        if (next != null) {
            next.flush(worker);
        }
    }

    /** How many items it has kept back. Called after the end. */
    int held() {
        return 0;
    }

    /** Decides what becomes of an item at which the function threw: null when it is left out. */
    final @Nullable Object failed(Worker worker, long number, Object item, Throwable thrown) {
        Throwable last = thrown;
        for (int retry = 0; retry < policy.retries() && isForPolicy(last); retry++) {
            engine.pause(policy.pauseNanos(retry));
            if (engine.isCancelled()) {
                break;
            }
            try {
                return call(item, worker);
            } catch (Throwable again) {
                last = again;
            }
        }
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
        boolean first = engine.fail(name, number, last);
        worker.count(index, first ? Counts.FAILED : Counts.CANCELLED, 1);
        return null;
    }

    /** An error, or an interrupt, is no failure of one item. */
    private boolean isForPolicy(Throwable thrown) {
        return thrown instanceof Exception && !(thrown instanceof InterruptedException) && !engine.isCancelled();
    }

    final NullPointerException isNull() {
        return new NullPointerException("stage '" + name + "' made null of an item");
    }
}
