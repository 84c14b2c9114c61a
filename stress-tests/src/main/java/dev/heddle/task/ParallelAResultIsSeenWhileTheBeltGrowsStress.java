/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The consumer looks for a result that is there while another one is begun, for which the belt has to grow. The result:
 * whether it sees it. If not, it goes to sleep beside it.
 */
@Proves(type = Parallel.class, promise = "nobody sleeps through a result, or through room for one")
@Outcome(id = "true", expect = ACCEPTABLE, desc = "Saw it.")
@Outcome(expect = FORBIDDEN, desc = "Saw none, and sleeps.")
public class ParallelAResultIsSeenWhileTheBeltGrowsStress {

    /** The real belt. */
    @JCStressTest
    @JCStressMeta(ParallelAResultIsSeenWhileTheBeltGrowsStress.class)
    @State
    public static class Real {
        /** So many stand there when it grows for the first time. */
        private static final int STANDING = 16;

        private static final int TAKEN = 4;

        private final Belt belt = new Belt(new Window(64, 1), true, Spinning.INSTANCE);
        private final Chunk chunk = new Chunk(0, 1, new @Nullable Object[] {"result"});

        public Real() {
            chunk.done = true;
            for (int i = 0; i < TAKEN; i++) { // so that growing moves those that stand there
                belt.begun(chunk);
                belt.poll();
            }
            for (int i = 0; i < STANDING; i++) {
                belt.begun(chunk);
            }
        }

        @Actor
        public void worker() {
            belt.begun(chunk);
        }

        @Actor
        public void consumer(Z_Result r) {
            r.r1 = belt.isReady();
        }
    }

    /** Takes a larger array, and then says where the first one stands in it. */
    @JCStressTest
    @JCStressMeta(ParallelAResultIsSeenWhileTheBeltGrowsStress.class)
    @State
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "Looked at one array in the place of the other.")
    public static class Twin {
        private volatile @Nullable String[] chunks = {"result", null, null, null}; // so long that no place is outside
        private volatile int first;

        @Actor
        public void worker() {
            String result = chunks[0];
            chunks = new @Nullable String[] {null, null, null, result};
            Dawdle.here();
            first = 3;
        }

        @Actor
        public void consumer(Z_Result r) {
            @Nullable String[] seen = chunks;
            Dawdle.here();
            r.r1 = seen[first] != null;
        }
    }
}
