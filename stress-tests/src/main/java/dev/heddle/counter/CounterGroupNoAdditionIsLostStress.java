/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads take their rows and add, to a shared one first and to their own one then. */
@Proves(type = CounterGroup.class, promise = "no addition to a row is lost")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nothing is missing.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class CounterGroupNoAdditionIsLostStress {
    private static final int ADDITIONS = 4;

    enum Request {
        COUNT,
        BYTES
    }

    /** What a row of the twin belongs to: never counted in. */
    private static final CounterGroup<Request> GROUP = CounterGroup.of(Request.class);

    /** The real class. */
    @JCStressTest
    @JCStressMeta(CounterGroupNoAdditionIsLostStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "An addition is lost.")
    @State
    public static class Real {
        private final CounterGroup<Request> group = CounterGroup.of(Request.class, 2);

        @Actor
        public void first() {
            for (int i = 0; i < ADDITIONS; i++) {
                group.row().increment(Request.COUNT).add(Request.BYTES, 2);
            }
        }

        @Actor
        public void second() {
            for (int i = 0; i < ADDITIONS; i++) {
                group.row().increment(Request.COUNT).add(Request.BYTES, 2);
            }
        }

        @Arbiter
        public void after(I_Result r) {
            boolean whole = group.sum(Request.COUNT) == 2 * ADDITIONS && group.sum(Request.BYTES) == 4 * ADDITIONS;
            r.r1 = whole ? 0 : 1;
        }
    }

    /** One row for both threads, added to as if each owned it. */
    @JCStressTest
    @JCStressMeta(CounterGroupNoAdditionIsLostStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "An addition is lost.")
    @State
    public static class Twin {
        private final CounterGroup.Row<Request> row = new CounterGroup.Row<>(GROUP, 2, false);

        @Actor
        public void first() {
            for (int i = 0; i < ADDITIONS; i++) {
                VarHandle.releaseFence();
                row.increment(Request.COUNT).add(Request.BYTES, 2);
            }
        }

        @Actor
        public void second() {
            for (int i = 0; i < ADDITIONS; i++) {
                VarHandle.releaseFence();
                row.increment(Request.COUNT).add(Request.BYTES, 2);
            }
        }

        @Arbiter
        public void after(I_Result r) {
            boolean whole = row.sumAcquire(0) == 2 * ADDITIONS && row.sumAcquire(1) == 4 * ADDITIONS;
            r.r1 = whole ? 0 : 1;
        }
    }
}
