/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.stress.Proves;
import java.io.Serial;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** Two threads hand a part of the result each over to one file, in which both are looked up then. */
@Proves(type = Job.class, promise = "what threads write to disk at once never overlaps")
@Outcome(id = "1, 2, 2", expect = ACCEPTABLE, desc = "Both parts stand in the file, and are counted.")
@Outcome(expect = FORBIDDEN, desc = "Sums that nobody wrote.")
public class JobWhatThreadsWriteToDiskAtOnceNeverOverlapsStress {
    private static final Seeds SEEDS = Seeds.of(42);

    private static SumTable table(char key, long sum) {
        SumTable table = new SumTable(SEEDS, 0, 2, 2, 2);
        table.add(new byte[] {(byte) key}, 0, 1, sum);
        return table;
    }

    /** A file that is an array. */
    private record ArrayDisk() implements Disk {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public Space open() {
            byte[] file = new byte[64];
            return new Space() {
                @Override
                public void write(byte[] bytes, int from, int to, long at) {
                    System.arraycopy(bytes, from, file, (int) at, to - from);
                }

                @Override
                public void read(byte[] bytes, int from, int to, long at) {
                    System.arraycopy(file, (int) at, bytes, from, to - from);
                }

                @Override
                public void close() {}
            };
        }
    }

    /** Each thread takes the next bytes of the file for its part, and writes there. */
    @JCStressTest
    @JCStressMeta(JobWhatThreadsWriteToDiskAtOnceNeverOverlapsStress.class)
    @Outcome(
            id = {"0, 2, .", "1, 0, .", "0, 0, ."},
            expect = FORBIDDEN,
            desc = "A part was written over.")
    @State
    public static class Real {
        private final SortedSums sums = new SortedSums(new ArrayDisk(), new ArrayDisk().open(), 2, TableSize.NONE);

        @Actor
        public void first() {
            sums.write(0, table('a', 1));
        }

        @Actor
        public void second() {
            sums.write(1, table('b', 2));
        }

        @Arbiter
        public void after(JJJ_Result r) {
            r.r1 = sums.sum(new byte[] {'a'});
            r.r2 = sums.sum(new byte[] {'b'});
            r.r3 = sums.size();
        }
    }

    /** The textbook's "go to the end and write": both threads may find the end at one place. */
    @JCStressTest
    @JCStressMeta(JobWhatThreadsWriteToDiskAtOnceNeverOverlapsStress.class)
    @Outcome(
            id = {"0, 2, .", "1, 0, .", "0, 0, ."},
            expect = ACCEPTABLE_INTERESTING,
            desc = "A part was written over.")
    @State
    public static class Twin {
        private final Disk disk = new ArrayDisk();
        private final Disk.Space space = new ArrayDisk().open();
        private long end;

        private void append(SumTable table) {
            long start = end;
            SpillWriter writer = new SpillWriter(disk, space, start);
            table.forEach(writer::write);
            writer.flush();
            end = writer.position();
        }

        @Actor
        public void first() {
            append(table('a', 1));
        }

        @Actor
        public void second() {
            append(table('b', 2));
        }

        @Arbiter
        public void after(JJJ_Result r) {
            SpillReader reader = new SpillReader(disk, space, new byte[64]);
            reader.seek(0, end);
            while (reader.next()) {
                r.r3++;
                if (reader.key()[reader.keyFrom] == 'a') {
                    r.r1 = reader.sum;
                } else {
                    r.r2 = reader.sum;
                }
            }
        }
    }
}
