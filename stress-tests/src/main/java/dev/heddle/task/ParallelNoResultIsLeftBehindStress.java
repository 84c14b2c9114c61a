/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread does two inputs, while the other looks twelve times for results. How many it has, and whether it was told
 * that there are no more.
 */
@Proves(type = Parallel.class, promise = "no result is left behind at the end")
@Outcome(
        id = {"0, 0", "1, 0", "2, 0"},
        expect = ACCEPTABLE,
        desc = "Not told.")
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Told, and had both.")
@Outcome(expect = FORBIDDEN, desc = "Told that this was the end, while a result was still to come.")
public class ParallelNoResultIsLeftBehindStress {
    private static final int LOOKS = 12;

    /** The real call. */
    @JCStressTest
    @JCStressMeta(ParallelNoResultIsLeftBehindStress.class)
    @State
    public static class Real {
        private final Plan plan = Spinning.plan(3);
        private final Belt belt = plan.orderedBelt();
        private final Call call = Call.stream(plan, List.of(1, 2), input -> input, belt);

        @Actor
        public void worker() {
            Spinning.work(call);
        }

        @Actor
        @SuppressWarnings("ReferenceEquality") // there is one END
        public void consumer(II_Result r) {
            for (int look = 0; look < LOOKS; look++) {
                Chunk chunk = call.look(belt);
                if (chunk == Call.END) {
                    r.r2 = 1;
                    return;
                }
                r.r1 += chunk == null ? 0 : 1;
            }
        }
    }

    /** Tells the end with the last input, because then no more are to be had: its result is not yet there. */
    @JCStressTest
    @JCStressMeta(ParallelNoResultIsLeftBehindStress.class)
    @Outcome(
            id = {"0, 1", "1, 1"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "No more inputs, no results waiting: took that for the end.")
    @State
    public static class Twin {
        private final List<Integer> inputs = List.of(1, 2);
        private final Queue<Integer> done = new ConcurrentLinkedQueue<>();
        private volatile boolean ended;

        @Actor
        public void worker() {
            for (int i = 0; i < inputs.size(); i++) {
                ended = i + 1 == inputs.size();
                Dawdle.here();
                done.add(inputs.get(i));
            }
        }

        @Actor
        public void consumer(II_Result r) {
            for (int look = 0; look < LOOKS; look++) {
                boolean last = ended;
                if (done.poll() != null) {
                    r.r1++;
                } else if (last) {
                    r.r2 = 1;
                    return;
                } else {
                    // All looks together take as long as the worker does.
                    Dawdle.here();
                }
            }
        }
    }
}
