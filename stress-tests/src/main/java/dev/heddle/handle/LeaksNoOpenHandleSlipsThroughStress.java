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

/** A handle is opened, and put among the young ones of its thread, while the net takes them all out. */
@Proves(type = Leaks.class, promise = "no open handle slips through the net")
@Outcome(id = "true", expect = ACCEPTABLE, desc = "The net has a record of the handle after its next round.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class LeaksNoOpenHandleSlipsThroughStress {
    /** So that every seventh sample or so begins a new array on the way. */
    private static final int ROUNDS = 8;

    /** The real class. */
    @JCStressTest
    @JCStressMeta(LeaksNoOpenHandleSlipsThroughStress.class)
    @Outcome(
            id = "false",
            expect = FORBIDDEN,
            desc = "The net emptied the place without having seen the handle that was put there.")
    @State
    public static class Real {
        private final Handle<String> first = Handle.of("resource", resource -> {});
        private @Nullable Handle<String> young;

        @Actor
        public void open() {
            for (int i = 0; i < ROUNDS; i++) {
                first.retain().close();
            }
            young = first.retain();
        }

        @Actor
        public void sweep() {
            LeakNet.sweepYoung();
        }

        @Arbiter
        public void after(Z_Result r) {
            synchronized (Real.class) { // or what another arbiter has just taken out has no record yet
                LeakNet.sweepYoung();
            }
            Handle<String> opened = young;
            if (opened != null) {
                r.r1 = opened.isTracked();
                opened.close();
            }
            first.close();
        }
    }

    /** One place, which each side reads and then writes. */
    @JCStressTest
    @JCStressMeta(LeaksNoOpenHandleSlipsThroughStress.class)
    @Outcome(
            id = "false",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The net emptied the place without having seen the handle that was put there.")
    @State
    public static class Twin {
        private static final class Young {
            private volatile boolean tracked;
        }

        private final Young handle = new Young();
        private volatile @Nullable Young place = new Young();

        @Actor
        public void open() {
            track(exchange(handle));
        }

        @Actor
        public void sweep() {
            track(exchange(null));
        }

        private @Nullable Young exchange(@Nullable Young fresh) {
            Young old = place;
            Dawdle.here();
            place = fresh;
            return old;
        }

        private static void track(@Nullable Young young) {
            if (young != null) {
                young.tracked = true;
            }
        }

        @Arbiter
        public void after(Z_Result r) {
            track(exchange(null));
            r.r1 = handle.tracked;
        }
    }
}
