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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads ask for a key whose first make fails; who is told so, asks again. The result: how many have a handle. */
@Proves(type = HandleCache.class, promise = "a failed make is tried again by the next caller")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both have one in the end.")
@Outcome(expect = FORBIDDEN, desc = "Somebody has none.")
public class HandleCacheFailureIsTriedAgainStress {
    @SuppressWarnings("StaticAssignmentOfThrowable") // a stack for each sample would take most of its time
    private static final RuntimeException FIRST_MAKE = new IllegalStateException("the first make");

    /** The real cache. */
    @JCStressTest
    @JCStressMeta(HandleCacheFailureIsTriedAgainStress.class)
    @Outcome(id = "0", expect = FORBIDDEN, desc = "The key is lost: the failure stays, though a caller came after it.")
    @State
    public static class Real {
        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger served = new AtomicInteger();
        private final HandleCache<String, Thing> cache = HandleCache.of(
                key -> {
                    if (made.incrementAndGet() == 1) {
                        throw FIRST_MAKE;
                    }
                    return new Thing();
                },
                Thing::close);

        @Actor
        public void first() {
            ask();
        }

        @Actor
        public void second() {
            ask();
        }

        private void ask() {
            for (int tries = 0; tries < 2; tries++) {
                try {
                    cache.acquire("key");
                    served.incrementAndGet();
                    return;
                } catch (HandleException told) {
                    // once more
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = served.get();
        }
    }

    /** Keeps the promise of a resource in the map, as computeIfAbsent with a future does, broken or not. */
    @JCStressTest
    @JCStressMeta(HandleCacheFailureIsTriedAgainStress.class)
    @Outcome(
            id = "0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The key is lost: the failure stays, though a caller came after it.")
    @State
    public static class Twin {
        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger served = new AtomicInteger();
        private final ConcurrentHashMap<String, FutureTask<Thing>> things = new ConcurrentHashMap<>();

        @Actor
        public void first() {
            ask();
        }

        @Actor
        public void second() {
            ask();
        }

        private void ask() {
            for (int tries = 0; tries < 2; tries++) {
                FutureTask<Thing> thing = things.computeIfAbsent("key", key -> new FutureTask<>(this::make));
                thing.run();
                try {
                    thing.get();
                    served.incrementAndGet();
                    return;
                } catch (ExecutionException told) {
                    // once more
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        private Thing make() {
            if (made.incrementAndGet() == 1) {
                throw FIRST_MAKE;
            }
            return new Thing();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = served.get();
        }
    }
}
