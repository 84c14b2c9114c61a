/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.internal.Parking;
import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A worker goes on with another thread, whose source sleeps, while somebody cancels the run. The result: whether it
 * went on, and whether it was left to sleep.
 */
@Proves(type = Pipeline.class, promise = "a worker that goes on with another thread is woken, or cancelled, there")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Cancelled before: it stayed where it was.")
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "Went on, and was interrupted there.")
@Outcome(expect = FORBIDDEN, desc = "Only the thread that it has left was interrupted.")
public class PipelineAMovedWorkerIsCancelledStress {

    /** The real worker and its crew. */
    @JCStressTest
    @JCStressMeta(PipelineAMovedWorkerIsCancelledStress.class)
    @State
    public static class Real {
        /** Longer than it takes the other actor to come, on any machine. */
        private static final long MILLIS = 5_000;

        private volatile boolean sleptOut;
        private final Actors actors =
                new Actors(Pipeline.from("sleeps", this::sleep).to("drop", i -> {}), 1, Parking.system());
        private final Worker worker = actors.worker(0);

        public Real() {
            worker.thread = new Thread(() -> {}); // is at its end already
        }

        private @Nullable String sleep() {
            try {
                Thread.sleep(MILLIS);
                sleptOut = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        }

        @Actor
        public void mover(ZZ_Result r) {
            r.r1 = actors.engine().crew().move(worker);
        }

        @Actor
        public void canceller() {
            actors.engine().fate().cancel();
        }

        @Arbiter
        public void after(ZZ_Result r) {
            Thread thread = worker.thread;
            try {
                if (r.r1 && thread != null) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
            r.r2 = sleptOut;
        }
    }

    /** Looks whether the run is cancelled, and says then, without a lock, where it will be. */
    @JCStressTest
    @JCStressMeta(PipelineAMovedWorkerIsCancelledStress.class)
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "Cancelled in between, on the first thread.")
    @State
    public static class Twin {
        private volatile boolean cancelled;
        private volatile int thread = 1;
        private volatile int interrupted;

        @Actor
        public void mover(ZZ_Result r) {
            if (!cancelled) {
                Dawdle.here();
                thread = 2;
                r.r1 = true;
            }
        }

        @Actor
        public void canceller() {
            cancelled = true;
            interrupted = thread;
        }

        @Arbiter
        public void after(ZZ_Result r) {
            r.r2 = r.r1 && interrupted != 2;
        }
    }
}
