/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package com.example;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads want the same seat. */
@Proves(type = Seats.class, promise = "no seat is sold twice")
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "One of the two has the seat.")
@Outcome(expect = FORBIDDEN, desc = "Nobody has the seat.")
public class SeatsNoSeatIsSoldTwiceStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(SeatsNoSeatIsSoldTwiceStress.class)
    @Outcome(id = "true, true", expect = FORBIDDEN, desc = "Sold twice.")
    @State
    public static class Real {
        private final Seats seats = new Seats(1);

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = seats.trySell(0);
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = seats.trySell(0);
        }
    }

    /** Looks, then writes: between the two there is room for the other thread. */
    @JCStressTest
    @JCStressMeta(SeatsNoSeatIsSoldTwiceStress.class)
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "Both looked before either wrote: sold twice.")
    @State
    public static class Twin {
        private final boolean[] sold = new boolean[1];

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = trySell(0);
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = trySell(0);
        }

        private boolean trySell(int seat) {
            if (sold[seat]) {
                return false;
            }
            sold[seat] = true;
            return true;
        }
    }
}
