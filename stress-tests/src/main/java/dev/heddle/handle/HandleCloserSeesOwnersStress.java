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

/** Two owners write to the resource and close; the closer reads what they wrote. */
@Proves(type = Handle.class, promise = "the closer sees what every owner did before its close")
@Outcome(id = "3", expect = ACCEPTABLE, desc = "The closer saw both owners' work.")
@Outcome(expect = FORBIDDEN, desc = "The closer did not run, or ran twice.")
public class HandleCloserSeesOwnersStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(HandleCloserSeesOwnersStress.class)
    @Outcome(
            id = {"1", "2"},
            expect = FORBIDDEN,
            desc = "The closer missed an owner's work.")
    @State
    public static class Real {
        private int mineDone;
        private int yoursDone;
        private int seen;
        private final Handle<String> mine = Handle.of("resource", r -> seen = mineDone + yoursDone);
        private final Handle<String> yours = mine.retain();

        @Actor
        public void me() {
            mineDone = 1;
            mine.close();
        }

        @Actor
        public void you() {
            yoursDone = 2;
            yours.close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = seen;
        }
    }

    /** Gives the share back one line too early, before the work is done: the count publishes nothing. */
    @JCStressTest
    @JCStressMeta(HandleCloserSeesOwnersStress.class)
    @Outcome(
            id = {"1", "2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "The share went back before the work was done.")
    @State
    public static class Twin {
        private int mineDone;
        private int yoursDone;
        private int seen;
        private final AtomicInteger owners = new AtomicInteger(2);

        @Actor
        public void me() {
            boolean last = owners.decrementAndGet() == 0;
            mineDone = 1;
            if (last) {
                seen = mineDone + yoursDone;
            }
        }

        @Actor
        public void you() {
            boolean last = owners.decrementAndGet() == 0;
            yoursDone = 2;
            if (last) {
                seen = mineDone + yoursDone;
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = seen;
        }
    }
}
