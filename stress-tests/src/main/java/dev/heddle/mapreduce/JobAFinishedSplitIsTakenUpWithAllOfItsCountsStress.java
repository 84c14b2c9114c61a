/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two workers commit a split each, in which they have counted a word once and twice; then the journal is read again.
 */
@Proves(type = Job.class, promise = "a finished split is taken up with all of its counts")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Both splits are finished, and their counts are there.")
@Outcome(expect = FORBIDDEN, desc = "Counts that nobody made.")
public class JobAFinishedSplitIsTakenUpWithAllOfItsCountsStress {
    private static final Path NAME = Path.of("journal");
    private static final long NOT_FINISHED = -1;

    private static SumTable table(Seeds seeds, int split) {
        SumTable table = new SumTable(seeds, 0, 2, 2, 2);
        table.add(word(split), 0, 1, split + 1);
        return table;
    }

    private static byte[] word(int split) {
        return new byte[] {(byte) ('a' + split)};
    }

    /** A file that is an array. */
    private static final class Array implements Journal.Medium {
        private byte[] bytes = new byte[1 << 15];
        private int length;

        @Override
        public long length() {
            return length;
        }

        @Override
        public void truncate(long to) {
            length = (int) to;
        }

        @Override
        public void write(byte[] from, int start, int end, long at) {
            int stop = (int) at + end - start;
            if (stop > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * stop);
            }
            System.arraycopy(from, start, bytes, (int) at, end - start);
            length = Math.max(length, stop);
        }

        @Override
        public void read(byte[] into, int start, int end, long at) {
            System.arraycopy(bytes, (int) at, into, start, end - start);
        }

        @Override
        public void close() {}
    }

    private static Journal open(Array array) {
        try {
            return Journal.open(NAME, array, List.of("a test"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends and commits under the journal's lock. */
    @JCStressTest
    @JCStressMeta(JobAFinishedSplitIsTakenUpWithAllOfItsCountsStress.class)
    @Outcome(
            id = {"-1, 2", "1, -1", "-1, -1", "0, .*", ".*, 0"},
            expect = FORBIDDEN,
            desc = "A split that was committed is lost, or its counts are.")
    @State
    public static class Real {
        private final Array array = new Array();
        private final Journal journal = open(array);

        @Actor
        public void first() {
            commit(0);
        }

        @Actor
        public void second() {
            commit(1);
        }

        private void commit(int split) {
            Spill.Run run = journal.append(table(journal.seeds(), split));
            journal.commit(List.of(run), new int[] {split}, 1, split + 1L);
        }

        @Arbiter
        public void after(JJ_Result r) {
            Journal again = open(array);
            r.r1 = sum(again, 0);
            r.r2 = sum(again, 1);
        }

        private static long sum(Journal journal, int split) {
            if (!journal.done().get(split)) {
                return NOT_FINISHED;
            }
            SumTable table = new SumTable(journal.seeds(), 1, 4, 2, 2);
            for (Spill.Run run : journal.runs()) {
                run.addPart(0, 1, table, new byte[64]);
                run.addPart(1, 1, table, new byte[64]);
            }
            Long sum = table.get(word(split));
            return sum == null ? 0 : sum;
        }
    }

    /** Goes to the end of the list of splits and writes: both workers may find the end at one place. */
    @JCStressTest
    @JCStressMeta(JobAFinishedSplitIsTakenUpWithAllOfItsCountsStress.class)
    @Outcome(
            id = {"-1, 2", "1, -1", "-1, -1", "0, .*", ".*, 0"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "A split that was committed is lost, or its counts are.")
    @Outcome(
            id = {"2, -1", "-1, 1"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "A split has the counts of the other one.")
    @State
    public static class Twin {
        private final long[] splits = {NOT_FINISHED, NOT_FINISHED};
        private final long[] sums = new long[2];
        private int end;

        @Actor
        public void first() {
            commit(0);
        }

        @Actor
        public void second() {
            commit(1);
        }

        private void commit(int split) {
            int place = end;
            splits[place] = split;
            sums[place] = split + 1L;
            end = place + 1;
        }

        @Arbiter
        public void after(JJ_Result r) {
            r.r1 = sum(0);
            r.r2 = sum(1);
        }

        private long sum(int split) {
            for (int place = 0; place < splits.length; place++) {
                if (splits[place] == split) {
                    return sums[place];
                }
            }
            return NOT_FINISHED;
        }
    }
}
