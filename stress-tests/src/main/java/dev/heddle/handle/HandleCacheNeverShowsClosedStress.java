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
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The last owner closes its handle while another thread asks for the key. The result: whether the latter has got a
 * closed resource.
 */
@Proves(type = HandleCache.class, promise = "a handle never shows a closed resource")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The resource is open, the same one or a new one.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class HandleCacheNeverShowsClosedStress {

    /** The real cache. */
    @JCStressTest
    @JCStressMeta(HandleCacheNeverShowsClosedStress.class)
    @Outcome(id = "1", expect = FORBIDDEN, desc = "Early delete: the handle shows a resource that is closed.")
    @State
    public static class Real {
        private final HandleCache<String, Thing> cache = HandleCache.of(key -> new Thing(), Thing::close);
        private final Handle<Thing> last = acquire();

        @Actor
        public void owner() {
            last.close();
        }

        @Actor
        public void next(I_Result r) {
            r.r1 = acquire().get().closed ? 1 : 0;
        }

        private Handle<Thing> acquire() {
            try {
                return cache.acquire("key");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Looks the resource up, and then counts itself in. */
    @JCStressTest
    @JCStressMeta(HandleCacheNeverShowsClosedStress.class)
    @Outcome(
            id = "1",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Early delete: the handle shows a resource that is closed.")
    @State
    public static class Twin {
        private final AtomicInteger owners = new AtomicInteger(1);
        private final Thing thing = new Thing();
        private volatile boolean cached = true;

        @Actor
        public void owner() {
            Dawdle.here();
            if (owners.decrementAndGet() == 0) {
                cached = false;
                thing.close();
            }
        }

        @Actor
        public void next(I_Result r) {
            if (cached) {
                Dawdle.here();
                Dawdle.here();
                owners.incrementAndGet();
                r.r1 = thing.closed ? 1 : 0;
            }
        }
    }
}
