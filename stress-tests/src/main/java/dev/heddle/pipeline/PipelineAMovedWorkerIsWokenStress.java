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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A worker goes on with another thread and falls asleep there while somebody wakes it. The result: whether it was found
 * asleep, and which of its threads was then woken, the first or the second.
 */
@Proves(type = Pipeline.class, promise = "a worker that goes on with another thread is woken, or cancelled, there")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "It did not sleep yet, and will look for work before it does.")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Woken where it sleeps.")
@Outcome(expect = FORBIDDEN, desc = "Woken on a thread that it has left, or not at all: it sleeps for ever.")
public class PipelineAMovedWorkerIsWokenStress {
    private static final Thread FIRST = new Thread(() -> {});
    private static final Thread SECOND = new Thread(() -> {});

    /** The real worker and its crew. */
    @JCStressTest
    @JCStressMeta(PipelineAMovedWorkerIsWokenStress.class)
    @State
    public static class Real {
        private final Mark mark = new Mark();
        private final Actors actors =
                new Actors(Pipeline.from("waits", () -> "item").to("drop", i -> {}), 1, mark);
        private final Worker worker = actors.worker(0);

        public Real() {
            worker.thread = FIRST;
        }

        @Actor
        public void mover() {
            worker.thread = SECOND;
            worker.setAsleep(true);
        }

        @Actor
        public void waker(II_Result r) {
            r.r1 = actors.engine().crew().wake(worker) ? 1 : 0;
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = mark.number();
        }
    }

    /** Asks for the thread, and only then whether its worker sleeps. */
    @JCStressTest
    @JCStressMeta(PipelineAMovedWorkerIsWokenStress.class)
    @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "Moved and fell asleep in between.")
    @State
    public static class Twin {
        private final AtomicBoolean asleep = new AtomicBoolean();
        private volatile int thread = 1;
        private volatile int woken;

        @Actor
        public void mover() {
            // As long as the other, or one would be ahead of it by whole samples.
            Dawdle.here();
            thread = 2;
            asleep.set(true);
            Dawdle.here();
        }

        @Actor
        public void waker(II_Result r) {
            int seen = thread;
            Dawdle.here();
            Dawdle.here();
            if (asleep.compareAndSet(true, false)) {
                woken = seen;
                r.r1 = 1;
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = woken;
        }
    }

    /** Writes down who was woken. */
    private static final class Mark implements Parking {
        private volatile @Nullable Thread woken;

        int number() {
            Thread thread = woken;
            return thread == null ? 0 : thread.equals(FIRST) ? 1 : 2;
        }

        @Override
        public void park(Object blocker) {}

        @Override
        public void parkNanos(Object blocker, long nanos) {}

        @Override
        public void unpark(Thread thread) {
            woken = thread;
        }
    }
}
