/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The result of the second input is done before that of the first, while the consumer looks twice. */
@Proves(type = Parallel.class, promise = "results are in the order of the inputs")
@Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "Looked before there was any.")
@Outcome(
        id = {"1, -1", "-1, 1"},
        expect = ACCEPTABLE,
        desc = "The first one.")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Both, in order.")
@Outcome(expect = FORBIDDEN, desc = "Not what was made of the inputs.")
public class ParallelResultsAreInOrderStress {

    /** The real belt. */
    @JCStressTest
    @JCStressMeta(ParallelResultsAreInOrderStress.class)
    @State
    public static class Real {
        private final Belt belt = new Belt(new Window(2, 1), true, Spinning.INSTANCE);
        private final Chunk first = new Chunk(0, 1, new @Nullable Object[] {"input"});
        private final Chunk second = new Chunk(1, 1, new @Nullable Object[] {"input"});

        public Real() {
            belt.begun(first);
            belt.begun(second);
        }

        @Actor
        public void worker() {
            second.items[0] = 2;
            belt.done(second);
            first.items[0] = 1;
            belt.done(first);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = poll();
            r.r2 = poll();
        }

        private int poll() {
            Chunk chunk = belt.poll();
            return chunk == null ? -1 : (Integer) chunk.take(0);
        }
    }

    /** A queue of what is done, taken for the order of the inputs because that is how they were handed out. */
    @JCStressTest
    @JCStressMeta(ParallelResultsAreInOrderStress.class)
    @Outcome(
            id = {"2, 1", "2, -1", "-1, 2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "The second one overtook the first.")
    @State
    public static class Twin {
        private final Queue<Integer> done = new ConcurrentLinkedQueue<>();

        @Actor
        public void worker() {
            done.add(2);
            done.add(1);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = poll();
            r.r2 = poll();
        }

        private int poll() {
            Integer result = done.poll();
            return result == null ? -1 : result;
        }
    }
}
