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
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The last handle is closed, after which its resource may stay for a while, beside the close of the cache. The result:
 * how often the closer ran.
 */
@Proves(type = HandleCache.class, promise = "a closed cache keeps nothing that is idle")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "One of the two closed it.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class HandleCacheAClosedCacheKeepsNothingStress {

    /** The real cache. */
    @JCStressTest
    @JCStressMeta(HandleCacheAClosedCacheKeepsNothingStress.class)
    @Outcome(id = "0", expect = FORBIDDEN, desc = "Neither: it stays until its time is over.")
    @State
    public static class Real {
        /** Longer than a sample takes, and not so long that those who look after idle resources become many. */
        private static final Duration IDLE = Duration.ofMillis(500);

        private final AtomicInteger closed = new AtomicInteger();
        private final HandleCache<String, Thing> cache =
                HandleCache.of(key -> new Thing(), thing -> closed.incrementAndGet(), IDLE);
        private final Handle<Thing> handle = acquire();

        private Handle<Thing> acquire() {
            try {
                return cache.acquire("key");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Actor
        public void owner() {
            handle.close();
        }

        @Actor
        public void closer() {
            cache.close();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = closed.get();
        }
    }

    /** Looks whether the cache is closed, and then lets the resource stay. */
    @JCStressTest
    @JCStressMeta(HandleCacheAClosedCacheKeepsNothingStress.class)
    @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "The cache was closed in between.")
    @State
    public static class Twin {
        private final AtomicInteger closed = new AtomicInteger();
        private volatile boolean isClosed;
        private volatile boolean isIdle;

        @Actor
        public void owner() {
            if (isClosed) {
                closed.incrementAndGet();
                return;
            }
            Dawdle.here();
            isIdle = true;
        }

        @Actor
        public void closer() {
            isClosed = true;
            if (isIdle) {
                closed.incrementAndGet();
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = closed.get();
        }
    }
}
