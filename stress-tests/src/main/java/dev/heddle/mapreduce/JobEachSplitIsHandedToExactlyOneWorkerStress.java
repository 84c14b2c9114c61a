/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Dawdle;
import dev.heddle.stress.Proves;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** Three workers take splits of a file that has two. */
@Proves(type = Job.class, promise = "each split is handed to exactly one worker")
@Outcome(
        id = {"0, 1, -1", "0, -1, 1", "1, 0, -1", "1, -1, 0", "-1, 0, 1", "-1, 1, 0"},
        expect = ACCEPTABLE,
        desc = "Two workers have a split each, the third one has none.")
@Outcome(expect = FORBIDDEN, desc = "A split is given twice or not at all.")
public class JobEachSplitIsHandedToExactlyOneWorkerStress {

    /** The queue of splits that the engine hands out. */
    @JCStressTest
    @JCStressMeta(JobEachSplitIsHandedToExactlyOneWorkerStress.class)
    @State
    public static class Real {
        private final SplitQueue queue = new SplitQueue(new long[] {2}, 1);

        @Actor
        public void first(JJJ_Result r) {
            r.r1 = queue.claim();
        }

        @Actor
        public void second(JJJ_Result r) {
            r.r2 = queue.claim();
        }

        @Actor
        public void third(JJJ_Result r) {
            r.r3 = queue.claim();
        }
    }

    /** Checks whether there is a split left, and then takes it: another worker may have come in between. */
    @JCStressTest
    @JCStressMeta(JobEachSplitIsHandedToExactlyOneWorkerStress.class)
    @Outcome(
            id = {
                "0, 0, 0",
                "0, 0, 1",
                "0, 1, 0",
                "1, 0, 0",
                "0, 1, 1",
                "1, 0, 1",
                "1, 1, 0",
                "1, 1, 1",
                "0, 0, -1",
                "0, -1, 0",
                "-1, 0, 0",
                "1, 1, -1",
                "1, -1, 1",
                "-1, 1, 1"
            },
            expect = ACCEPTABLE_INTERESTING,
            desc = "Two workers saw the same split free: it is mapped and counted twice.")
    @State
    public static class Twin {
        private int next;

        @Actor
        public void first(JJJ_Result r) {
            r.r1 = claim();
        }

        @Actor
        public void second(JJJ_Result r) {
            r.r2 = claim();
        }

        @Actor
        public void third(JJJ_Result r) {
            r.r3 = claim();
        }

        private long claim() {
            int free = next;
            if (free >= 2) {
                return SplitQueue.NONE;
            }
            Dawdle.here();
            next = free + 1;
            return free;
        }
    }
}
