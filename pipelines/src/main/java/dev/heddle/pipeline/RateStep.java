/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.function.LongSupplier;

/** Lets so many items through in any span of a time, and makes the others wait. Serial. */
final class RateStep extends OneToOneStep {
    /** When the last items went through, each in its place modulo their number. */
    private final long[] times;

    private final long nanos;
    private final LongSupplier clock;
    private long passed;

    RateStep(Engine engine, int index, StageSpec stage, int items, long nanos, LongSupplier clock) {
        super(engine, index, stage);
        this.times = new long[items];
        this.nanos = nanos;
        this.clock = clock;
    }

    @Override
    Object call(Object item, Worker worker) throws InterruptedException {
        int place = (int) (passed % times.length);
        long now = clock.getAsLong();
        while (passed >= times.length && now - times[place] < nanos) {
            engine.crew().pause(nanos - (now - times[place]));
            if (engine.isCancelled()) {
                throw new InterruptedException();
            }
            now = clock.getAsLong();
        }
        times[place] = now;
        passed++;
        return item;
    }
}
