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

/**
 * Two threads close one handle at the same time, while another owner has a handle of its own. Of two handles that they
 * close so, one has the share that is lent, and one a share that is only counted.
 */
@Proves(type = Handle.class, promise = "one handle closed twice gives back one share")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "One share came back; the other owner still has the resource.")
@Outcome(expect = FORBIDDEN, desc = "A number of runs of the closer that no order of the closes explains.")
public class HandleClosedTwiceStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(HandleClosedTwiceStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "Early delete: the resource was closed under its other owner.")
    @State
    public static class Real {
        private final AtomicInteger closed = new AtomicInteger();
        private final Handle<String> other = Handle.of("resource", r -> closed.incrementAndGet());
        private final Handle<String> lent = other.retain();
        private final Handle<String> counted = other.retain();

        @Actor
        public void first() {
            lent.close();
            counted.close();
        }

        @Actor
        public void second() {
            lent.close();
            counted.close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = closed.get();
            other.close();
        }
    }

    /** The textbook's close: looks at a flag, sets it, and gives the share back; the count itself is atomic. */
    @JCStressTest
    @JCStressMeta(HandleClosedTwiceStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both saw the flag down: early delete.")
    @State
    public static class Twin {
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger owners = new AtomicInteger(2);
        private volatile boolean handleClosed;

        @Actor
        public void first() {
            close();
        }

        @Actor
        public void second() {
            close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = closed.get();
        }

        private void close() {
            if (!handleClosed) {
                handleClosed = true;
                if (owners.decrementAndGet() == 0) {
                    closed.incrementAndGet();
                }
            }
        }
    }
}
