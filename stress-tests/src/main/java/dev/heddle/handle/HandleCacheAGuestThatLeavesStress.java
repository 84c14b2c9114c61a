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

/**
 * A thread that waits for a make is interrupted while the make ends: it takes itself off the list of those who wait, or
 * gives back the share that was kept for it.
 */
@Proves(type = HandleCache.class, promise = "a resource is closed once, after its last handle")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Closed with the maker's handle, which is the last.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class HandleCacheAGuestThatLeavesStress {
    @SuppressWarnings("StaticAssignmentOfThrowable") // a stack for each sample would take most of its time
    private static final InterruptedException INTERRUPT = new InterruptedException();

    /** The cell of a key, of which the make ends. */
    @JCStressTest
    @JCStressMeta(HandleCacheAGuestThatLeavesStress.class)
    @Outcome(id = "0", expect = FORBIDDEN, desc = "Never closed: the share of the one who left is nobody's.")
    @State
    public static class Real {
        private final AtomicInteger closed = new AtomicInteger();
        private final CacheCell<String, Thing> cell =
                new CacheCell<>(HandleCache.of(key -> new Thing(), thing -> closed.incrementAndGet()), "key");

        public Real() {
            cell.tryJoin();
        }

        @Actor
        public void guest() {
            cell.leave(INTERRUPT);
        }

        @Actor
        public void maker() {
            cell.succeed(new Thing());
        }

        @Arbiter
        public void after(I_Result r) {
            try {
                cell.close(CacheCell.COUNTED);
                r.r1 = closed.get();
            } catch (Exception e) {
                throw new IllegalStateException("closing counts, and throws nothing", e);
            }
        }
    }

    /** Looks whether the list is still open, and then crosses itself out. */
    @JCStressTest
    @JCStressMeta(HandleCacheAGuestThatLeavesStress.class)
    @Outcome(
            id = "0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Never closed: the share of the one who left is nobody's.")
    @State
    public static class Twin {
        private static final int OVER = -1;

        private final AtomicInteger guests = new AtomicInteger(1);
        private final AtomicInteger owners = new AtomicInteger();

        @Actor
        public void guest() {
            int seen = guests.get();
            if (seen == OVER) {
                owners.decrementAndGet();
            } else {
                Dawdle.here();
                guests.set(seen - 1);
            }
        }

        @Actor
        public void maker() {
            // As long as the guest, or it would be ahead of it by whole samples.
            Dawdle.here();
            owners.addAndGet(1 + guests.getAndSet(OVER));
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = owners.decrementAndGet() == 0 ? 1 : 0;
        }
    }
}
