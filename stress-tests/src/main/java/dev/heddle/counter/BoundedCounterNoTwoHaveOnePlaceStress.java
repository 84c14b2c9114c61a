/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

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
 * Two threads each make an account. Transfers hold their two accounts in the order in which these were made, which
 * keeps them from waiting for each other: no two may have one place in it.
 */
@Proves(type = BoundedCounter.class, promise = "transfers in a circle never wait for each other")
@Outcome(id = "true", expect = ACCEPTABLE, desc = "Each has a place of its own.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class BoundedCounterNoTwoHaveOnePlaceStress {

    /** The real class. */
    @JCStressTest
    @JCStressMeta(BoundedCounterNoTwoHaveOnePlaceStress.class)
    @Outcome(
            id = "false",
            expect = FORBIDDEN,
            desc = "Both have one place, and transfers there and back another order.")
    @State
    public static class Real {
        private @Nullable BoundedCounter one;
        private @Nullable BoundedCounter other;

        @Actor
        public void first() {
            one = BoundedCounter.of(0, 100, 10);
        }

        @Actor
        public void second() {
            other = BoundedCounter.of(0, 100, 10);
        }

        @Arbiter
        public void after(Z_Result r) {
            r.r1 = one != null && other != null && one.id != other.id;
        }
    }

    /** Takes the next number, and says afterwards that it is taken. */
    @JCStressTest
    @JCStressMeta(BoundedCounterNoTwoHaveOnePlaceStress.class)
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "Both took the same number.")
    @State
    public static class Twin {
        private volatile long next;
        private long one;
        private long other;

        @Actor
        public void first() {
            one = number();
        }

        @Actor
        public void second() {
            other = number();
        }

        @Arbiter
        public void after(Z_Result r) {
            r.r1 = one != other;
        }

        private long number() {
            long number = next;
            Dawdle.here();
            next = number + 1;
            return number;
        }
    }
}
