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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two workers have counted both of two words once each; two threads bring their tables together. */
@Proves(type = Job.class, promise = "what every worker counted is merged exactly once")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Each word has the counts of both workers.")
@Outcome(expect = FORBIDDEN, desc = "Counts that nobody made.")
public class JobWhatEveryWorkerCountedIsMergedExactlyOnceStress {
    private static final Seeds SEEDS = Seeds.of(42);
    private static final byte[] WORDS = {'a', 'b'};

    private static SumTable counted() {
        SumTable table = new SumTable(SEEDS, 0, 4, 2, 2);
        table.add(WORDS, 0, 1, 1);
        table.add(WORDS, 1, 2, 1);
        return table;
    }

    /** Each thread merges a part of all tables into a table of its own, whichever part is next. */
    @JCStressTest
    @JCStressMeta(JobWhatEveryWorkerCountedIsMergedExactlyOnceStress.class)
    @Outcome(
            id = {"1, .*", ".*, 1", "0, .*", ".*, 0"},
            expect = FORBIDDEN,
            desc = "The count of a worker is lost.")
    @State
    public static class Real {
        private final SumMerge merge = new SumMerge(
                List.of(counted(), counted()), List.of(), SEEDS, new Memory(new FolderDisk(""), Memory.LEAST_BYTES, 1));
        private final PartQueue parts = new PartQueue(merge.parts());

        @Actor
        public void first() {
            merge.mergePart(parts.claim());
        }

        @Actor
        public void second() {
            merge.mergePart(parts.claim());
        }

        @Arbiter
        public void after(JJ_Result r) {
            Sums sums = merge.result(new Report(1, 1, 4, 8, 8, List.of(), 2, 0));
            r.r1 = sums.sum(Bytes.of("a"));
            r.r2 = sums.sum(Bytes.of("b"));
        }
    }

    /** The textbook's shared map: each thread adds its own counts to it, and nothing keeps them apart. */
    @JCStressTest
    @JCStressMeta(JobWhatEveryWorkerCountedIsMergedExactlyOnceStress.class)
    @Outcome(
            id = {"1, .*", ".*, 1", "0, .*", ".*, 0"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both threads read the same count: that of one worker is lost.")
    @State
    public static class Twin {
        private final Map<String, Long> shared = new HashMap<>();

        @Actor
        public void first() {
            merge();
        }

        @Actor
        public void second() {
            merge();
        }

        @Arbiter
        public void after(JJ_Result r) {
            r.r1 = shared.getOrDefault("a", 0L);
            r.r2 = shared.getOrDefault("b", 0L);
        }

        private void merge() {
            for (String word : List.of("a", "b")) {
                long seen = shared.getOrDefault(word, 0L);
                Dawdle.here();
                shared.put(word, seen + 1);
            }
        }
    }
}
