/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two threads of the leak net take a handle on while its owner closes it, who closes it once more afterwards. Its share
 * is only counted, so it is the handle's field that says whether it is open.
 */
@Proves(type = Handle.class, promise = "one handle closed twice gives back one share")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The other owner's share is still there.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class HandleClosedTwiceWhileTrackedStress {
    /** The real class. Nobody else watches the handles, or they would be tracked before the actors come. */
    @JCStressTest
    @JCStressMeta(HandleClosedTwiceWhileTrackedStress.class)
    @Outcome(
            id = "1, 0",
            expect = FORBIDDEN,
            desc = "The net put its record where the close had put nothing: the second close gave back another share.")
    @State
    public static class Real {
        static {
            Leaks.level(LeakLevel.OFF);
        }

        private final AtomicInteger closed = new AtomicInteger();
        private final Handle<String> other = Handle.of("resource", r -> closed.incrementAndGet());
        private final Handle<String> handle;

        public Real() {
            Handle<String> lent = other.retain();
            handle = other.retain();
            lent.close();
        }

        @Actor
        public void track() {
            handle.track(null);
        }

        @Actor
        public void close() {
            // Takes as long as the other actor does until the moment that matters.
            handle.track(null);
            handle.close();
        }

        @Arbiter
        public void after(II_Result r) {
            handle.close();
            r.r1 = closed.get();
            r.r2 = isLive() ? 1 : 0;
            other.close();
        }

        private boolean isLive() {
            try {
                other.retain().close();
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        }
    }

    /** Looks whether the handle is open, and then puts the record there. */
    @JCStressTest
    @JCStressMeta(HandleClosedTwiceWhileTrackedStress.class)
    @Outcome(
            id = "1, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The net put its record where the close had put nothing: the second close gave back another share.")
    @State
    public static class Twin {
        private static final String CLOSED = "nothing";
        private static final String RECORD = "a record of the share";

        private final AtomicInteger owners = new AtomicInteger(2);
        private volatile String owner = "the share";

        @Actor
        public void track() {
            takeOn();
        }

        @Actor
        public void close() {
            takeOn();
            giveBack();
        }

        private void takeOn() {
            if (!owner.equals(CLOSED)) {
                Dawdle.here();
                owner = RECORD;
            }
        }

        private void giveBack() {
            if (!owner.equals(CLOSED)) {
                owner = CLOSED;
                owners.decrementAndGet();
            }
        }

        @Arbiter
        public void after(II_Result r) {
            giveBack();
            r.r1 = owners.get() == 0 ? 1 : 0;
            r.r2 = owners.get() == 0 ? 0 : 1;
        }
    }
}
