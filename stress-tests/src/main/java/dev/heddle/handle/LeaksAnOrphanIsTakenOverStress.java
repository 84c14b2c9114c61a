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
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * A thread opens its first handle and takes over the cradle of one that has ended, while the net clears that away. The
 * result: whether the net has a record of the handle after its next round.
 */
@Proves(type = Leaks.class, promise = "no open handle slips through the net")
@Outcome(id = "true", expect = ACCEPTABLE, desc = "The net has a record of the handle.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class LeaksAnOrphanIsTakenOverStress {

    /** The real class, with a table of one place. The handle is not watched otherwise. */
    @JCStressTest
    @JCStressMeta(LeaksAnOrphanIsTakenOverStress.class)
    @Outcome(
            id = "false",
            expect = FORBIDDEN,
            desc = "The net cleared the place, and with it the cradle that had just been put there.")
    @State
    public static class Real {
        static {
            Leaks.level(LeakLevel.OFF);
        }

        /** A thread that is not alive: it never was, which makes no difference to the net. */
        private static final Thread ENDED = new Thread();

        private final Cradle[] table = new Cradle[1];
        private final @Nullable Cradle orphan = Cradle.claim(table, ENDED, 0, null);
        private final Handle<String> handle = Handle.of("resource", resource -> {});

        @Actor
        public void open() {
            Cradle mine = Cradle.claim(table, Thread.currentThread(), 0, orphan);
            if (mine != null) {
                mine.add(handle);
            } else {
                handle.track(null);
            }
        }

        @Actor
        public void round() {
            Cradle.sweepAll(table);
        }

        @Arbiter
        public void after(Z_Result r) {
            Cradle.sweepAll(table);
            r.r1 = handle.isTracked();
            handle.close();
        }
    }

    /** Looks whether the one who was there is gone, and then clears the place. */
    @JCStressTest
    @JCStressMeta(LeaksAnOrphanIsTakenOverStress.class)
    @Outcome(
            id = "false",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The net cleared the place, and with it the cradle that had just been put there.")
    @State
    public static class Twin {
        private static final class Young {
            private volatile boolean tracked;
        }

        private final Young orphan = new Young();
        private final Young handle = new Young();
        private volatile @Nullable Young place = orphan;

        @Actor
        @SuppressWarnings("ReferenceEquality") // the question is whether it is still this one
        public void open() {
            Dawdle.here();
            if (place == orphan) {
                place = handle;
            } else {
                handle.tracked = true;
            }
        }

        @Actor
        @SuppressWarnings("ReferenceEquality") // the question is whether it is still this one
        public void round() {
            if (place == orphan) {
                Dawdle.here();
                place = null;
            }
        }

        @Arbiter
        public void after(Z_Result r) {
            Young left = place;
            if (left != null) {
                left.tracked = true;
            }
            r.r1 = handle.tracked;
        }
    }
}
