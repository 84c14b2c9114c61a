/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads ask for one key first. The result: how often its resource was made. */
@Proves(type = HandleCache.class, promise = "a resource is made once, however many ask for it")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Made once, and shared.")
@Outcome(expect = FORBIDDEN, desc = "Made never, or more often than asked for.")
public class HandleCacheMadeOnceStress {

    /** The real cache. */
    @JCStressTest
    @JCStressMeta(HandleCacheMadeOnceStress.class)
    @Outcome(id = "2", expect = FORBIDDEN, desc = "Double create: both saw that there was none.")
    @State
    public static class Real {
        private final AtomicInteger made = new AtomicInteger();
        private final HandleCache<String, Thing> cache = HandleCache.of(
                key -> {
                    made.incrementAndGet();
                    return new Thing();
                },
                Thing::close);

        @Actor
        public void first() {
            acquire();
        }

        @Actor
        public void second() {
            acquire();
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
            r.r1 = made.get();
        }
    }

    /** The textbook's map: looks for the key, and makes if it is not there. */
    @JCStressTest
    @JCStressMeta(HandleCacheMadeOnceStress.class)
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "Double create: both saw that there was none.")
    @State
    public static class Twin {
        private final AtomicInteger made = new AtomicInteger();
        private final ConcurrentHashMap<String, Thing> things = new ConcurrentHashMap<>();

        @Actor
        public void first() {
            acquire();
        }

        @Actor
        public void second() {
            acquire();
        }

        private void acquire() {
            if (things.get("key") == null) {
                made.incrementAndGet();
                things.put("key", new Thing());
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = made.get();
        }
    }
}
