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
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One thread upgrades a weak handle while the last owner closes. */
@Proves(type = WeakHandle.class, promise = "an upgrade never revives a resource")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The upgrade came first, and kept the resource.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The close came first, and the upgrade was refused.")
@Outcome(expect = FORBIDDEN, desc = "A result that no order of upgrade and close explains.")
public class WeakHandleNeverRevivesStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(WeakHandleNeverRevivesStress.class)
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "An owner of a closed resource.")
    @State
    public static class Real {
        private final AtomicInteger closed = new AtomicInteger();
        private final Handle<String> handle = Handle.of("resource", r -> closed.incrementAndGet());
        private final WeakHandle<String> weak = handle.weak();
        private @Nullable Handle<String> upgraded;

        @Actor
        public void upgrade(II_Result r) {
            upgraded = weak.tryRetain();
            r.r1 = upgraded != null ? 1 : 0;
        }

        @Actor
        public void close() {
            handle.close();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = closed.get();
            if (upgraded != null) {
                upgraded.close();
            }
        }
    }

    /** Reads the count and stores one more: the close that came in between is overwritten. */
    @JCStressTest
    @JCStressMeta(WeakHandleNeverRevivesStress.class)
    @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "The resource was closed on its way to a new owner.")
    @State
    public static class Twin {
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger owners = new AtomicInteger(1);

        @Actor
        public void upgrade(II_Result r) {
            int seen = owners.get();
            if (seen > 0) {
                owners.set(seen + 1);
                r.r1 = 1;
            } else {
                r.r1 = 0;
            }
        }

        @Actor
        public void close() {
            if (owners.decrementAndGet() == 0) {
                closed.incrementAndGet();
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = closed.get();
        }
    }
}
