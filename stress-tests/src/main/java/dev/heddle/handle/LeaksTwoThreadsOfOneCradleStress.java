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
 * Two threads whose numbers lead to one place of the table of cradles open their first handle at once. The result:
 * whether the net has a record of each handle after its next round.
 */
@Proves(type = Leaks.class, promise = "no open handle slips through the net")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "The net has a record of both.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class LeaksTwoThreadsOfOneCradleStress {

    /** The real class, with a table of one place. The handles are not watched otherwise. */
    @JCStressTest
    @JCStressMeta(LeaksTwoThreadsOfOneCradleStress.class)
    @Outcome(
            id = {"false, true", "true, false"},
            expect = FORBIDDEN,
            desc = "One put its handle into a cradle that no round of the net comes by.")
    @State
    public static class Real {
        static {
            Leaks.level(LeakLevel.OFF);
        }

        private final Cradle[] table = new Cradle[1];
        private final Handle<String> first = Handle.of("first", resource -> {});
        private final Handle<String> second = Handle.of("second", resource -> {});

        @Actor
        public void one() {
            open(first);
        }

        @Actor
        public void other() {
            open(second);
        }

        private void open(Handle<String> handle) {
            Cradle mine = Cradle.claim(table, Thread.currentThread(), 0, null);
            if (mine != null) {
                mine.add(handle);
            } else {
                handle.track(null);
            }
        }

        @Arbiter
        public void after(ZZ_Result r) {
            Cradle.sweepAll(table);
            r.r1 = first.isTracked();
            r.r2 = second.isTracked();
            first.close();
            second.close();
        }
    }

    /** Looks whether the place is free, and then takes it. */
    @JCStressTest
    @JCStressMeta(LeaksTwoThreadsOfOneCradleStress.class)
    @Outcome(
            id = {"false, true", "true, false"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both found the place free: the second threw the cradle of the first away.")
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
            open(first);
        }

        @Actor
        public void other() {
            open(second);
        }

        private void open(Young young) {
            if (place == null) {
                Dawdle.here();
                place = young;
            } else {
                young.tracked = true;
            }
        }

        @Arbiter
        public void after(ZZ_Result r) {
            Young left = place;
            if (left != null) {
                left.tracked = true;
            }
            r.r1 = first.tracked;
            r.r2 = second.tracked;
        }
    }
}
