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
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads do the four inputs of an iterator. The result: how many calls there were, and for which inputs. */
@Proves(type = Parallel.class, promise = "every input is done exactly once")
@Outcome(id = "4, 15", expect = ACCEPTABLE, desc = "One call for each of the four inputs.")
@Outcome(expect = FORBIDDEN, desc = "An input is left out or done twice.")
public class ParallelEveryInputOfAnIteratorIsDoneOnceStress {

    /** The real call. */
    @JCStressTest
    @JCStressMeta(ParallelEveryInputOfAnIteratorIsDoneOnceStress.class)
    @State
    public static class Real {
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger which = new AtomicInteger();
        private final Call call =
                Call.forEach(Spinning.plan(Window.FOLLOWS), new ArrayDeque<>(List.of(1, 2, 4, 8)), input -> {
                    count.incrementAndGet();
                    return which.accumulateAndGet((Integer) input, (a, b) -> a | b);
                });

        @Actor
        public void first() {
            work();
        }

        @Actor
        public void second() {
            work();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = count.get();
            r.r2 = which.get();
        }

        private void work() {
            Spinning.work(call);
        }
    }

    /** Looks which input is next, and then takes it: another thread may have come in between. */
    @JCStressTest
    @JCStressMeta(ParallelEveryInputOfAnIteratorIsDoneOnceStress.class)
    @Outcome(
            id = "(?!4, 15$)\\d+, \\d+",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both took the same input, as often as one of them held the index back.")
    @State
    public static class Twin {
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger which = new AtomicInteger();
        private final List<Integer> inputs = List.of(1, 2, 4, 8);
        private int next;

        @Actor
        public void first() {
            work();
        }

        @Actor
        public void second() {
            work();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = count.get();
            r.r2 = which.get();
        }

        private void work() {
            for (int i = next; i < inputs.size(); i = next) {
                Dawdle.here();
                next = i + 1;
                count.incrementAndGet();
                which.accumulateAndGet(inputs.get(i), (a, b) -> a | b);
            }
        }
    }
}
