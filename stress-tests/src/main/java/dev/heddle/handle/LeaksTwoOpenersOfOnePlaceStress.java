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
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Two threads of one stripe, as virtual ones are, put a handle each into the ring of young ones. The result: whether
 * the net has a record of each after its next round.
 */
@Proves(type = Leaks.class, promise = "no open handle slips through the net")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "The net has a record of both.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class LeaksTwoOpenersOfOnePlaceStress {

    /** The real class. The handles are not watched otherwise, and so in the ring only. */
    @JCStressTest
    @JCStressMeta(LeaksTwoOpenersOfOnePlaceStress.class)
    @Outcome(id = "false, true", expect = FORBIDDEN, desc = "The second took the place and forgot who was there.")
    @Outcome(id = "true, false", expect = FORBIDDEN, desc = "The second took the place and forgot who was there.")
    @State
    public static class Real {
        static {
            Leaks.level(LeakLevel.OFF);
        }

        private final Handle<String> first = Handle.of("first", resource -> {});
        private final Handle<String> second = Handle.of("second", resource -> {});

        @Actor
        public void one() {
            Ring.add(first, 0);
        }

        @Actor
        public void other() {
            Ring.add(second, 0);
        }

        @Arbiter
        public void after(ZZ_Result r) {
            synchronized (Real.class) { // or what another arbiter has just taken out has no record yet
                Ring.sweep();
            }
            r.r1 = first.isTracked();
            r.r2 = second.isTracked();
            first.close();
            second.close();
        }
    }

    /** A place that is looked at, and then written. */
    @JCStressTest
    @JCStressMeta(LeaksTwoOpenersOfOnePlaceStress.class)
    @Outcome(
            id = "false, true",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The second took the place and forgot who was there.")
    @Outcome(
            id = "true, false",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The second took the place and forgot who was there.")
    @State
    public static class Twin {
        private static final class Young {
            private volatile boolean tracked;
        }

        private final Young first = new Young();
        private final Young second = new Young();
        private volatile @Nullable Young place;

        @Actor
        public void one() {
            add(first);
        }

        @Actor
        public void other() {
            add(second);
        }

        private void add(@Nullable Young fresh) {
            Young old = place;
            Dawdle.here();
            place = fresh;
            if (old != null) {
                old.tracked = true;
            }
        }

        @Arbiter
        public void after(ZZ_Result r) {
            add(null);
            r.r1 = first.tracked;
            r.r2 = second.tracked;
        }
    }
}
