/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two owners close their handles at the same time. */
@Proves(type = Handle.class, promise = "the closer runs exactly once")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "One of the two closed last, and ran the closer.")
@Outcome(expect = FORBIDDEN, desc = "A number of runs that no order of the closes explains.")
public class HandleCloserRunsOnceStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(HandleCloserRunsOnceStress.class)
    @Outcome(id = "0", expect = FORBIDDEN, desc = "The closer never ran: the resource leaks.")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "The closer ran twice.")
    @State
    public static class Real {
        private final AtomicInteger closed = new AtomicInteger();
        private final Handle<String> mine = Handle.of("resource", r -> closed.incrementAndGet());
        private final Handle<String> yours = mine.retain();

        @Actor
        public void me() {
            mine.close();
        }

        @Actor
        public void you() {
            yours.close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = closed.get();
        }
    }

    /** The textbook's count: decremented atomically, and read again to see who was last. */
    @JCStressTest
    @JCStressMeta(HandleCloserRunsOnceStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "The closer never ran: the resource leaks.")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "Both read zero owners: the closer ran twice.")
    @State
    public static class Twin {
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger owners = new AtomicInteger(2);

        @Actor
        public void me() {
            owners.decrementAndGet();
            if (owners.get() == 0) {
                closed.incrementAndGet();
            }
        }

        @Actor
        public void you() {
            owners.decrementAndGet();
            if (owners.get() == 0) {
                closed.incrementAndGet();
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = closed.get();
        }
    }
}
