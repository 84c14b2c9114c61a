/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A worker makes a call that may take no time at all, and then another one, while the watch looks at it. The result:
 * whether the worker was told that its call took too long, and when the interrupt came: 0 for never, 1 in that call, 2
 * in the next one.
 */
@Proves(
        type = Pipeline.class,
        promise = "the interrupt of a time-out reaches the call that took too long, and no other")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "In time.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Took too long, was interrupted, and was told so.")
@Outcome(expect = FORBIDDEN, desc = "The interrupt came to the next call, or nobody was told of it.")
public class PipelineTimeoutHitsItsCallOnlyStress {

    /** The real limit. */
    @JCStressTest
    @JCStressMeta(PipelineTimeoutHitsItsCallOnlyStress.class)
    @State
    public static class Real {
        private final Limit limit = new Limit();
        private final Caller caller = new Caller();

        @Actor
        public void worker(II_Result r) {
            caller.call = 1;
            long time = limit.begin(0);
            r.r1 = limit.end(time) ? 1 : 0;
            caller.call = 2;
        }

        @Actor
        public void watch() {
            limit.look(caller, System.nanoTime(), 1);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = caller.hitIn;
        }
    }

    /** Looks at the time and interrupts, without a word to the worker in between. */
    @JCStressTest
    @JCStressMeta(PipelineTimeoutHitsItsCallOnlyStress.class)
    @Outcome(
            id = {"0, 1", "0, 2", "1, 2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "The call ended between look and interrupt.")
    @State
    public static class Twin {
        private final Caller caller = new Caller();
        private volatile boolean limited;
        private volatile boolean hit;

        @Actor
        public void worker(II_Result r) {
            caller.call = 1;
            limited = true;
            Dawdle.here();
            limited = false;
            r.r1 = hit ? 1 : 0;
            caller.call = 2;
        }

        @Actor
        public void watch() {
            if (limited) {
                Dawdle.here();
                hit = true;
                caller.interrupt();
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = caller.hitIn;
        }
    }

    /** Stands for the worker's thread, and writes down in which call it was interrupted. */
    private static final class Caller extends Thread {
        private volatile int call;
        private volatile int hitIn;

        @Override
        public void interrupt() {
            hitIn = call;
        }
    }
}
