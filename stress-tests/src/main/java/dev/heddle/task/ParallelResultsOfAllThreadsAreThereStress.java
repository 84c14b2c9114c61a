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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two threads do four inputs, and each puts down what it has done when there is no more. How many results are there?
 */
@Proves(type = Parallel.class, promise = "no result is left behind at the end")
@Outcome(id = "4", expect = ACCEPTABLE, desc = "All.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ParallelResultsOfAllThreadsAreThereStress {

    private static int count(@Nullable Object[] results) {
        return (int) Arrays.stream(results).filter(Objects::nonNull).count();
    }

    /** The real call. */
    @JCStressTest
    @JCStressMeta(ParallelResultsOfAllThreadsAreThereStress.class)
    @Outcome(
            id = {"0", "1", "2", "3"},
            expect = FORBIDDEN,
            desc = "What one thread had done is lost.")
    @State
    public static class Real {
        private static final List<Integer> INPUTS = List.of(1, 2, 3, 4);

        private final Call call = Call.map(Spinning.plan(Window.FOLLOWS), INPUTS, input -> input);

        @Actor
        public void first() {
            Spinning.work(call);
        }

        @Actor
        public void second() {
            Spinning.work(call);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = count(call.results());
        }
    }

    /** Looks where the next result goes, puts it there, and then says so. */
    @JCStressTest
    @JCStressMeta(ParallelResultsOfAllThreadsAreThereStress.class)
    @Outcome(
            id = {"2", "3"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both put a result into the same place.")
    @State
    public static class Twin {
        private final @Nullable Object[] results = new @Nullable Object[4];
        private volatile int size;

        @Actor
        public void first() {
            collect("1");
            collect("2");
        }

        @Actor
        public void second() {
            collect("3");
            collect("4");
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = count(results);
        }

        private void collect(String result) {
            int at = size;
            Dawdle.here();
            results[at] = result;
            size = at + 1;
        }
    }
}
