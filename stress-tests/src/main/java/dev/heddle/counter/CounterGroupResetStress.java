/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** One thread adds twenty, the other drains once; what it got and what is left are added up. */
@Proves(type = CounterGroup.class, promise = "every addition to a row is handed out by exactly one reset")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Each addition is in one of the two.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class CounterGroupResetStress {
    private static final int ADDITIONS = 20;

    enum Request {
        COUNT,
        BYTES
    }

    /** What a row of the twin belongs to: never counted in. */
    private static final CounterGroup<Request> GROUP = CounterGroup.of(Request.class);

    /** The real class. */
    @JCStressTest
    @JCStressMeta(CounterGroupResetStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "An addition is in none of the two, or in both.")
    @State
    public static class Real {
        private final CounterGroup<Request> group = CounterGroup.of(Request.class, 2);
        private long drained;

        @Actor
        public void first() {
            for (int i = 0; i < ADDITIONS; i++) {
                group.add(Request.BYTES, 1);
            }
        }

        @Actor
        public void second() {
            drained = group.statsThenReset().sum(Request.BYTES);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = drained + group.sum(Request.BYTES) == ADDITIONS ? 0 : 1;
        }
    }

    /** Takes what it has read out of the row of another thread, which leaves a zero there. */
    @JCStressTest
    @JCStressMeta(CounterGroupResetStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "An addition is in none of the two, or in both.")
    @State
    public static class Twin {
        private final CounterGroup.Row<Request> row = new CounterGroup.Row<>(GROUP, 2, false);
        private long drained;

        @Actor
        public void first() {
            for (int i = 0; i < ADDITIONS; i++) {
                VarHandle.releaseFence();
                row.add(Request.BYTES, 1);
                Thread.onSpinWait();
            }
        }

        @Actor
        public void second() {
            // As long as the other, or one would be ahead of it by whole samples.
            Dawdle.here();
            drained = row.sumAcquire(1);
            Dawdle.here();
            row.add(Request.BYTES, -row.sumAcquire(1));
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = drained + row.sumAcquire(1) == ADDITIONS ? 0 : 1;
        }
    }
}
