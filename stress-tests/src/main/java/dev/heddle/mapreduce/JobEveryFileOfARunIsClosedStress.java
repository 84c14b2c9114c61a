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
import java.io.Serial;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two workers go over their memory at the same moment, and each makes a file for what does not fit. */
@Proves(type = Job.class, promise = "every file that a run makes for itself is closed at its end")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both files are closed.")
@Outcome(expect = FORBIDDEN, desc = "Files that nobody has made.")
public class JobEveryFileOfARunIsClosedStress {

    /** Counts the files that are closed. */
    private static final class CountingDisk implements Disk {
        @Serial
        private static final long serialVersionUID = 1;

        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public Space open() {
            return new Space() {
                @Override
                public void write(byte[] bytes, int from, int to, long at) {
                    throw new UnsupportedOperationException("nobody writes");
                }

                @Override
                public void read(byte[] bytes, int from, int to, long at) {
                    throw new UnsupportedOperationException("nobody reads");
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }
    }

    /** The memory of a run, which knows what was opened in its place. */
    @JCStressTest
    @JCStressMeta(JobEveryFileOfARunIsClosedStress.class)
    @Outcome(
            id = {"0", "1"},
            expect = FORBIDDEN,
            desc = "A file is forgotten.")
    @State
    public static class Real {
        private final CountingDisk disk = new CountingDisk();
        private final Memory memory = new Memory(disk, 1 << 20, 2);

        @Actor
        public void first() {
            memory.open();
        }

        @Actor
        public void second() {
            memory.open();
        }

        @Arbiter
        public void after(I_Result r) {
            memory.close(null);
            r.r1 = disk.closed.get();
        }
    }

    /** A list of open files to which both add, each at the end that it has seen. */
    @JCStressTest
    @JCStressMeta(JobEveryFileOfARunIsClosedStress.class)
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "One file was written over the other in the list.")
    @State
    public static class Twin {
        private final CountingDisk disk = new CountingDisk();
        private final Disk.Space[] open = new Disk.Space[2];
        private int size;

        @Actor
        public void first() {
            open();
        }

        @Actor
        public void second() {
            open();
        }

        @Arbiter
        public void after(I_Result r) {
            for (int i = 0; i < size; i++) {
                Memory.closeSilently(open[i]);
            }
            r.r1 = disk.closed.get();
        }

        private void open() {
            Disk.Space space = disk.open();
            int end = size;
            open[end] = space;
            Dawdle.here();
            size = end + 1;
        }
    }
}
