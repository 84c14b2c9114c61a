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
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** One thread moves 1 from left to right, another moves 1 from right to left. */
@Proves(type = BoundedCounter.class, promise = "transfers in a circle never wait for each other")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Both are through.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class BoundedCounterTransfersInACircleStress {
    /** The real class. */
    @JCStressTest
    @JCStressMeta(BoundedCounterTransfersInACircleStress.class)
    @Outcome(
            id = {"true, false", "false, true", "false, false"},
            expect = FORBIDDEN,
            desc = "Each holds its own side and waits for the other's; only giving up ends it.")
    @State
    public static class Real {
        private final BoundedCounter left = BoundedCounter.of(0, 100, 10);
        private final BoundedCounter right = BoundedCounter.of(0, 100, 10);

        @Actor
        public void there(ZZ_Result r) {
            r.r1 = left.tryTransferTo(right, 1);
        }

        @Actor
        public void back(ZZ_Result r) {
            r.r2 = right.tryTransferTo(left, 1);
        }
    }

    /** Takes the two locks in the order of the arguments, and gives up when the second one does not come. */
    @JCStressTest
    @JCStressMeta(BoundedCounterTransfersInACircleStress.class)
    @Outcome(
            id = {"true, false", "false, true", "false, false"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Each holds its own side and waits for the other's; only giving up ends it.")
    @State
    public static class Twin {
        private final Account left = new Account();
        private final Account right = new Account();

        @Actor
        public void there(ZZ_Result r) {
            r.r1 = left.tryTransferTo(right, 1);
        }

        @Actor
        public void back(ZZ_Result r) {
            r.r2 = right.tryTransferTo(left, 1);
        }
    }

    /** An account with a lock of its own. */
    static final class Account {
        private static final int PATIENCE = 1_000;

        private final AtomicBoolean locked = new AtomicBoolean();
        private long balance = 10;

        boolean tryTransferTo(Account other, long amount) {
            while (!locked.compareAndSet(false, true)) {
                Thread.onSpinWait();
            }
            try {
                Dawdle.here();
                for (int i = 0; i < PATIENCE; i++) {
                    if (balance >= amount && other.locked.compareAndSet(false, true)) {
                        balance -= amount;
                        other.balance += amount;
                        other.locked.set(false);
                        return true;
                    }
                    Thread.onSpinWait();
                }
                return false;
            } finally {
                locked.set(false);
            }
        }
    }
}
