/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two workers have counted two words of different parts once each; two threads take a part each and merge it. */
@Proves(type = Job.class, promise = "no part of the merge is left out")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both parts are in the result.")
@Outcome(expect = FORBIDDEN, desc = "Counts that nobody made.")
public class JobNoPartOfTheMergeIsLeftOutStress {
    private static final Seeds SEEDS = Seeds.of(42);

    /** A word of the first part, and one of the second. */
    private static final byte[][] WORDS = {word(0), word(1)};

    private static byte[] word(int part) {
        SumTable table = new SumTable(SEEDS, 0, 2, 2, 2);
        byte[] word = {'a'};
        while (table.hash(word, 0, 1) >>> 63 != part) {
            word[0]++;
        }
        return word;
    }

    private static SumTable counted() {
        SumTable table = new SumTable(SEEDS, 0, 8, 2, 2);
        for (byte[] word : WORDS) {
            table.add(word, 0, 1, 1);
        }
        return table;
    }

    /** Takes parts off a queue. */
    @JCStressTest
    @JCStressMeta(JobNoPartOfTheMergeIsLeftOutStress.class)
    @Outcome(
            id = {"0, 2", "2, 0"},
            expect = FORBIDDEN,
            desc = "Both threads merged the same part, and nobody the other one.")
    @State
    public static class Real {
        private final SumMerge merge = new SumMerge(
                List.of(counted(), counted()), List.of(), SEEDS, new Memory(new FolderDisk(""), Memory.LEAST_BYTES, 1));
        private final PartQueue parts = new PartQueue(merge.parts());

        @Actor
        public void first() {
            mergeNext();
        }

        @Actor
        public void second() {
            mergeNext();
        }

        private void mergeNext() {
            int part = parts.claim();
            if (part != PartQueue.NONE) {
                merge.mergePart(part);
            }
        }

        @Arbiter
        public void after(JJ_Result r) {
            Sums sums = merge.result(new Report(1, 1, 4, 8, 8, List.of(), 2, 0));
            r.r1 = sums.sum(Bytes.of(WORDS[0]));
            r.r2 = sums.sum(Bytes.of(WORDS[1]));
        }
    }

    /** Reads which part is next, merges it, and then says that it is done: another thread may have read the same. */
    @JCStressTest
    @JCStressMeta(JobNoPartOfTheMergeIsLeftOutStress.class)
    @Outcome(
            id = {"0, 2", "2, 0"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both threads merged the same part, and nobody the other one.")
    @State
    public static class Twin {
        private final List<SumTable> tables = List.of(counted(), counted());
        private final @Nullable SumTable[] merged = new SumTable[2];
        private int next;

        @Actor
        public void first() {
            mergeNext();
        }

        @Actor
        public void second() {
            mergeNext();
        }

        private void mergeNext() {
            int part = next;
            merged[part] = SumTable.mergePart(SEEDS, tables, part, 1);
            next = part + 1;
        }

        @Arbiter
        public void after(JJ_Result r) {
            r.r1 = sum(0);
            r.r2 = sum(1);
        }

        private long sum(int part) {
            SumTable table = merged[part];
            Long sum = table == null ? null : table.get(WORDS[part]);
            return sum == null ? 0 : sum;
        }
    }
}
