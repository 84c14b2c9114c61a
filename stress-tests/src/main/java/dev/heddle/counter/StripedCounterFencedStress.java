/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread counts itself in and looks at a flag; the other raises the flag and sums. The flag is raised by a write
 * that is no fence itself, so that there is none but that of the counter.
 */
@Proves(
        type = StripedCounter.class,
        promise = "of a fenced addition and a fenced sum at least one sees what came before the other")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The sum includes the addition.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The flag is seen.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class StripedCounterFencedStress {

    /** The real class, by its fenced methods. */
    @JCStressTest
    @JCStressMeta(StripedCounterFencedStress.class)
    @Outcome(
            id = "0, 0",
            expect = FORBIDDEN,
            desc = "Neither: the flag is not seen, and the addition is not in the sum.")
    @State
    public static class Real {
        private static final VarHandle FLAG =
                fieldVarHandle(MethodHandles.lookup(), "flag", VarHandle.class, Real.class, int.class);

        private final StripedCounter counter = new StripedCounter();
        private volatile int flag;

        @Actor
        public void first(II_Result r) {
            // Takes the cell, so that the next addition is that of an owner.
            counter.add(0);
            counter.addFenced(1);
            r.r1 = flag;
        }

        @Actor
        public void second(II_Result r) {
            FLAG.setOpaque(this, 1);
            r.r2 = (int) counter.sumFenced();
        }
    }

    /**
     * The real class by its methods without a fence: an owner's addition waits in the store buffer while it reads the
     * flag.
     */
    @JCStressTest
    @JCStressMeta(StripedCounterFencedStress.class)
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Neither: the flag is not seen, and the addition is not in the sum.")
    @State
    public static class Twin {
        private static final VarHandle FLAG =
                fieldVarHandle(MethodHandles.lookup(), "flag", VarHandle.class, Twin.class, int.class);

        private final StripedCounter counter = new StripedCounter();
        private volatile int flag;

        @Actor
        public void first(II_Result r) {
            counter.add(0);
            counter.add(1);
            r.r1 = flag;
        }

        @Actor
        public void second(II_Result r) {
            FLAG.setOpaque(this, 1);
            r.r2 = (int) counter.sum();
        }
    }
}
