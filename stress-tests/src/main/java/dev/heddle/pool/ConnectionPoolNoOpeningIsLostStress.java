/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.internal.Parking;
import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A helper whose time is over gets up while somebody brings it a chore. The result: whether the helper has the chore,
 * and whether who brought it was told so.
 */
@Proves(type = ConnectionPool.class, promise = "an opening is not lost on a helper that gives up")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The helper was gone, and another thread does it.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The helper does it.")
@Outcome(expect = FORBIDDEN, desc = "Nothing explains this.")
public class ConnectionPoolNoOpeningIsLostStress {
    private static final int TRIES = 40;

    /** Has no time left, so who looks at it gets up. */
    private enum Late implements Parking {
        INSTANCE;

        @Override
        public void park(Object blocker) {}

        @Override
        public void parkNanos(Object blocker, long nanos) {}

        @Override
        public void unpark(Thread thread) {}

        @Override
        public long nanoTime() {
            return 0;
        }
    }

    private static int helped(Door door) {
        try {
            return door.poll(0, TimeUnit.NANOSECONDS) == null ? 0 : 1;
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts it", e);
        }
    }

    private static int brought(Door door) {
        for (int tries = 0; tries < TRIES; tries++) {
            if (door.offer(() -> {})) {
                return 1;
            }
        }
        return 0;
    }

    /** The real door. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolNoOpeningIsLostStress.class)
    @Outcome(id = "0, 1", expect = FORBIDDEN, desc = "Lost: the helper was gone, and nobody else does it.")
    @State
    public static class Real {
        private final Door door = new Door(Late.INSTANCE);

        @Actor
        public void helper(II_Result r) {
            r.r1 = helped(door);
        }

        @Actor
        public void bringer(II_Result r) {
            r.r2 = brought(door);
        }
    }

    /** Looks whether there is a chore, and then gets up. */
    @JCStressTest
    @JCStressMeta(ConnectionPoolNoOpeningIsLostStress.class)
    @Outcome(id = "0, 1", expect = ACCEPTABLE_INTERESTING, desc = "Lost: the helper was gone, and nobody else does it.")
    @State
    public static class Twin {
        private final Door door = new Door(Late.INSTANCE) {
            private static final long serialVersionUID = 1;

            @Override
            boolean getUp(Bed bed) {
                if (bed.get() != null) {
                    return false;
                }
                Dawdle.here();
                bed.set(GONE);
                return true;
            }
        };

        @Actor
        public void helper(II_Result r) {
            r.r1 = helped(door);
        }

        @Actor
        public void bringer(II_Result r) {
            r.r2 = brought(door);
        }
    }
}
