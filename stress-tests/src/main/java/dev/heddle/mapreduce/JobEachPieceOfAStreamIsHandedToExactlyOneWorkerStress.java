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
import java.io.IOException;
import java.io.InputStream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two workers take the pieces of one stream, which knows nothing of threads. */
@Proves(type = Job.class, promise = "each split is handed to exactly one worker")
@Outcome(id = "6", expect = ACCEPTABLE, desc = "Each word was shown to one worker.")
@Outcome(expect = FORBIDDEN, desc = "A word was shown twice, or to nobody, or in two halves.")
public class JobEachPieceOfAStreamIsHandedToExactlyOneWorkerStress {
    private static final int WORDS = 6;
    private static final int BYTES = 2 * WORDS;
    private static final Job<Slice, Sums> JOB =
            Job.count(Tokenizer.runs("spaces", (byte) ' ')).splitBytes(3);

    /** Words of one letter: reads two bytes where it stands, and then goes on, as a file does. */
    private static final class Letters extends InputStream {
        private int at;

        @Override
        public int read() {
            throw new UnsupportedOperationException("workers read into arrays");
        }

        @Override
        public int read(byte[] into, int from, int length) {
            int start = at;
            if (start >= BYTES) {
                return -1;
            }
            int count = Math.min(2, Math.min(length, BYTES - start));
            for (int i = 0; i < count; i++) {
                into[from + i] = (byte) ((start + i) % 2 == 0 ? 'a' : ' ');
            }
            Dawdle.here();
            at = start + count;
            return count;
        }
    }

    /** Counts what it is shown. */
    private static final class Counting extends Worker<Slice> {
        private int shown;

        @Override
        void accept(Slice word) {
            shown++;
        }

        @Override
        long heldBytes() {
            return 0;
        }
    }

    /** The feed of the engine. */
    @JCStressTest
    @JCStressMeta(JobEachPieceOfAStreamIsHandedToExactlyOneWorkerStress.class)
    @State
    public static class Real {
        private final StreamFeed feed = StreamFeed.of(new Input.Stream("letters", new Letters()), JOB, new RunState());
        private final Counting one = new Counting();
        private final Counting other = new Counting();

        @Actor
        public void first() {
            drain(one);
        }

        @Actor
        public void second() {
            drain(other);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = one.shown + other.shown;
        }

        private void drain(Counting worker) {
            try {
                feed.drain(worker);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("letters are there and nobody interrupts an actor", e);
            }
        }
    }

    /** Each worker reads the stream by itself. */
    @JCStressTest
    @JCStressMeta(JobEachPieceOfAStreamIsHandedToExactlyOneWorkerStress.class)
    @Outcome(
            id = {"7", "8", "9", "1[0-2]"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both were given the same word.")
    @State
    public static class Twin {
        private final Letters letters = new Letters();
        private final Counting one = new Counting();
        private final Counting other = new Counting();
        private final Slice word = new Slice(new byte[] {'a'}, 0, 1);

        @Actor
        public void first() {
            drain(one);
        }

        @Actor
        public void second() {
            drain(other);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = one.shown + other.shown;
        }

        private void drain(Counting worker) {
            byte[] bytes = new byte[2];
            // A worker that was set back goes on from there, and not for ever.
            for (int i = 0; i < WORDS && letters.read(bytes, 0, 2) > 0; i++) {
                worker.accept(word);
            }
        }
    }
}
