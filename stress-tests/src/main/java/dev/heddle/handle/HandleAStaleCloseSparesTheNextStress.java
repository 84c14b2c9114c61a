/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The share that is lent comes back and is lent again, while another thread closes the handle that had it before. */
@Proves(type = Handle.class, promise = "one handle closed twice gives back one share")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The next owner had the resource until its own close.")
@Outcome(expect = FORBIDDEN, desc = "A number of runs of the closer that no order of the closes explains.")
public class HandleAStaleCloseSparesTheNextStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(HandleAStaleCloseSparesTheNextStress.class)
    @Outcome(
            id = "1, 1",
            expect = FORBIDDEN,
            desc = "Early delete: a stale close gave back the share of the next owner.")
    @State
    public static class Real {
        private final AtomicInteger closed = new AtomicInteger();
        private final Handle<String> other = Handle.of("resource", r -> closed.incrementAndGet());
        private final Handle<String> handle = other.retain();
        private @Nullable Handle<String> next;

        @Actor
        public void stale() {
            handle.close();
        }

        @Actor
        public void owner() {
            handle.close();
            next = other.retain();
        }

        @Arbiter
        public void after(II_Result r) {
            other.close();
            r.r1 = closed.get();
            if (next != null) {
                next.close();
            }
            r.r2 = closed.get();
        }
    }

    /** A share that is lent by a flag without a number: whoever closes takes the flag down. */
    @JCStressTest
    @JCStressMeta(HandleAStaleCloseSparesTheNextStress.class)
    @Outcome(
            id = "1, 1",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Early delete: a stale close gave back the share of the next owner.")
    @State
    public static class Twin {
        private final AtomicInteger owners = new AtomicInteger(2);
        private final AtomicBoolean lent = new AtomicBoolean(true);
        private int closed;

        @Actor
        public void stale() {
            close();
        }

        @Actor
        public void owner() {
            close();
            lent.set(true);
            owners.incrementAndGet();
        }

        private void close() {
            if (lent.compareAndSet(true, false)) {
                owners.decrementAndGet();
            }
        }

        @Arbiter
        public void after(II_Result r) {
            release();
            r.r1 = closed;
            if (lent.get()) {
                release();
            }
            r.r2 = closed;
        }

        private void release() {
            if (owners.decrementAndGet() == 0) {
                closed++;
            }
        }
    }
}
