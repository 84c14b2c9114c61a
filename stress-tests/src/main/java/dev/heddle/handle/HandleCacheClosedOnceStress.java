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
import org.openjdk.jcstress.infra.results.I_Result;

/** Two owners close their handles. The result: how often the closer ran. */
@Proves(type = HandleCache.class, promise = "a resource is closed once, after its last handle")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The last of the two closed it.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class HandleCacheClosedOnceStress {

    /** The real cache. */
    @JCStressTest
    @JCStressMeta(HandleCacheClosedOnceStress.class)
    @Outcome(id = "0", expect = FORBIDDEN, desc = "Never closed: it leaks.")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "Closed twice.")
    @State
    public static class Real {
        private final AtomicInteger closed = new AtomicInteger();
        private final HandleCache<String, Thing> cache =
                HandleCache.of(key -> new Thing(), thing -> closed.incrementAndGet());
        private final Handle<Thing> mine = acquire();
        private final Handle<Thing> yours = acquire();

        @Actor
        public void me() {
            mine.close();
        }

        @Actor
        public void you() {
            yours.close();
        }

        private Handle<Thing> acquire() {
            try {
                return cache.acquire("key");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = closed.get();
        }
    }

    /** Counts itself out, and then looks whether it was the last. */
    @JCStressTest
    @JCStressMeta(HandleCacheClosedOnceStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "Never closed: it leaks.")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "Closed twice.")
    @State
    public static class Twin {
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger owners = new AtomicInteger(2);

        @Actor
        public void me() {
            release();
        }

        @Actor
        public void you() {
            release();
        }

        private void release() {
            owners.decrementAndGet();
            Dawdle.here();
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
