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
import org.openjdk.jcstress.infra.results.ZII_Result;

/**
 * A thread puts itself on the list of those who wait for a make while the make ends. Who got on the list has a share,
 * and who did not has none.
 */
@Proves(type = HandleCache.class, promise = "a resource is closed once, after its last handle")
@Outcome(id = "true, 0, 1", expect = ACCEPTABLE, desc = "On the list: closed by its own close, after the maker's.")
@Outcome(id = "false, 1, 1", expect = ACCEPTABLE, desc = "Too late for the list: closed by the maker.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class HandleCacheAGuestHasAShareStress {

    /** The cell of a key, of which the make ends. */
    @JCStressTest
    @JCStressMeta(HandleCacheAGuestHasAShareStress.class)
    @Outcome(id = "true, 1, .", expect = FORBIDDEN, desc = "Closed under the guest: its share was not counted.")
    @Outcome(id = "false, 0, .", expect = FORBIDDEN, desc = "Never closed: a share belongs to nobody.")
    @State
    public static class Real {
        private final AtomicInteger closed = new AtomicInteger();
        private final CacheCell<String, Thing> cell =
                new CacheCell<>(HandleCache.of(key -> new Thing(), thing -> closed.incrementAndGet()), "key");

        @Actor
        public void guest(ZII_Result r) {
            r.r1 = cell.tryJoin();
        }

        @Actor
        public void maker() {
            cell.succeed(new Thing());
        }

        @Arbiter
        public void after(ZII_Result r) {
            try {
                cell.close(CacheCell.COUNTED);
                r.r2 = closed.get();
                if (r.r1 && r.r2 == 0) {
                    cell.close(CacheCell.COUNTED);
                }
                r.r3 = closed.get();
            } catch (Exception e) {
                throw new IllegalStateException("closing counts, and throws nothing", e);
            }
        }
    }

    /** A list that the maker reads, and then crosses out. */
    @JCStressTest
    @JCStressMeta(HandleCacheAGuestHasAShareStress.class)
    @Outcome(
            id = "true, 1, .",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The guest came between the maker's look at the list and its end: closed under it.")
    @State
    public static class Twin {
        private static final int OVER = -1;

        private final AtomicInteger guests = new AtomicInteger();
        private int owners;
        private int closed;

        @Actor
        public void guest(ZII_Result r) {
            // As long as the maker, or it would be ahead of it by whole samples.
            Dawdle.here();
            for (int seen = guests.get(); seen != OVER; seen = guests.get()) {
                if (guests.compareAndSet(seen, seen + 1)) {
                    r.r1 = true;
                    return;
                }
            }
        }

        @Actor
        public void maker() {
            owners = 1 + guests.get();
            Dawdle.here();
            guests.set(OVER);
        }

        @Arbiter
        public void after(ZII_Result r) {
            close();
            r.r2 = closed;
            if (r.r1 && r.r2 == 0) {
                close();
            }
            r.r3 = closed;
        }

        private void close() {
            if (--owners == 0) {
                closed++;
            }
        }
    }
}
