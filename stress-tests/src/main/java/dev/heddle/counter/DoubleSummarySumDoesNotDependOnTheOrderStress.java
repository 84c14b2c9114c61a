/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.D_Result;

/** A thread records a huge value and takes it back, another one records 1 meanwhile. */
@Proves(type = DoubleSummary.class, promise = "the sum does not depend on the order")
@Outcome(id = "1.0", expect = ACCEPTABLE, desc = "The exact sum.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class DoubleSummarySumDoesNotDependOnTheOrderStress {
    /** The real class. */
    @JCStressTest
    @JCStressMeta(DoubleSummarySumDoesNotDependOnTheOrderStress.class)
    @Outcome(
            id = "0.0",
            expect = FORBIDDEN,
            desc = "The 1 was added while the huge value was in the sum, and vanished in its rounding.")
    @State
    public static class Real {
        private final DoubleSummary summary = new DoubleSummary();

        @Actor
        public void huge() {
            summary.record(1e100);
            summary.record(-1e100);
        }

        @Actor
        public void one() {
            summary.record(1);
        }

        @Arbiter
        public void after(D_Result r) {
            r.r1 = summary.stats().sum();
        }
    }

    /** One sum for all threads, each addition atomic and rounded. */
    @JCStressTest
    @JCStressMeta(DoubleSummarySumDoesNotDependOnTheOrderStress.class)
    @Outcome(
            id = "0.0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The 1 was added while the huge value was in the sum, and vanished in its rounding.")
    @State
    public static class Twin {
        private final AtomicReference<Double> sum = new AtomicReference<>(0.0);

        @Actor
        public void huge() {
            sum.accumulateAndGet(1e100, Double::sum);
            sum.accumulateAndGet(-1e100, Double::sum);
        }

        @Actor
        public void one() {
            sum.accumulateAndGet(1.0, Double::sum);
        }

        @Arbiter
        public void after(D_Result r) {
            r.r1 = sum.get();
        }
    }
}
