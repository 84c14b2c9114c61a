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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * One worker's table has partitions and holds two words of different ones, each in its slots and in the table of the
 * partition; another worker's table is small and holds both. Two threads take a partition each out of both tables.
 *
 * <p>Nothing waits in a backlog: its memory, a megabyte for each table, would leave too few samples.
 */
@Proves(type = Job.class, promise = "no part of the merge is left out")
@Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "Both partitions are in the result, with all that there was of them.")
@Outcome(expect = FORBIDDEN, desc = "Counts that nobody made.")
public class JobAPartitionIsTakenOutOnceStress {
    private static final Seeds SEEDS = Seeds.of(42);
    private static final int PARTITIONS = 2;

    /** A word of the first partition, and one of the second. */
    private static final byte[][] WORDS = {word(0), word(1)};

    private static byte[] word(int partition) {
        SumTable table = new SumTable(SEEDS, 0, 2, 2, 2);
        byte[] word = {'a', 'a', 'a'};
        while (table.hash(word, 0, word.length) >>> (64 - Partitions.BITS) != partition) {
            word[0]++;
            if (word[0] == 0) {
                word[1]++;
            }
        }
        return word;
    }

    private static List<SumTable> counted() {
        SumTable partitioned = new SumTable(SEEDS, 0, 8, 2, 2);
        SumTable small = new SumTable(SEEDS, 0, 8, 2, 2);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            byte[] word = WORDS[partition];
            partitioned.add(word, 0, word.length, 1);
            partitioned.partitions().table(partition).add(word, 0, word.length, 1);
            small.add(word, 0, word.length, 1);
        }
        return List.of(partitioned, small);
    }

    private static long sum(@Nullable SumTable merged, int partition) {
        Long sum = merged == null ? null : merged.get(WORDS[partition]);
        return sum == null ? 0 : sum;
    }

    /** Takes the number of a partition off a queue. */
    @JCStressTest
    @JCStressMeta(JobAPartitionIsTakenOutOnceStress.class)
    @Outcome(
            id = {"\\d+, 0", "0, \\d+"},
            expect = FORBIDDEN,
            desc = "Both threads took the same partition out, and nobody the other one.")
    @State
    public static class Real {
        private final List<SumTable> tables = counted();
        private final @Nullable SumTable[] merged = new SumTable[PARTITIONS];
        private final PartQueue parts = new PartQueue(PARTITIONS);

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
            merged[part] = SumTable.mergePart(SEEDS, tables, part, Partitions.BITS);
        }

        @Arbiter
        public void after(JJ_Result r) {
            r.r1 = sum(merged[0], 0);
            r.r2 = sum(merged[1], 1);
        }
    }

    /**
     * Reads which partition is next and says that it is taken when that is done: another thread may have read it too.
     */
    @JCStressTest
    @JCStressMeta(JobAPartitionIsTakenOutOnceStress.class)
    @Outcome(
            id = {"\\d+, 0", "0, \\d+"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both threads took the same partition out, and nobody the other one.")
    @State
    public static class Twin {
        private final List<SumTable> tables = counted();
        private final @Nullable SumTable[] merged = new SumTable[PARTITIONS];
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
            Dawdle.here();
            merged[part] = SumTable.mergePart(SEEDS, tables, part, Partitions.BITS);
            next = part + 1;
        }

        @Arbiter
        public void after(JJ_Result r) {
            r.r1 = sum(merged[0], 0);
            r.r2 = sum(merged[1], 1);
        }
    }
}
