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
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two workers take the elements of one iterator, which knows nothing of threads. */
@Proves(type = Job.class, promise = "each split is handed to exactly one worker")
@Outcome(id = "8", expect = ACCEPTABLE, desc = "Each element was shown to one worker.")
@Outcome(expect = FORBIDDEN, desc = "An element was shown twice, or to nobody.")
public class JobEachElementIsHandedToExactlyOneWorkerStress {
    private static final int ELEMENTS = 8;

    /** Counts up, as a user's iterator does: looks, and then goes on. */
    private static final class Numbers implements Iterator<Integer> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < ELEMENTS;
        }

        @Override
        public Integer next() {
            int number = next;
            if (number >= ELEMENTS) {
                throw new NoSuchElementException();
            }
            Dawdle.here();
            next = number + 1;
            return number;
        }
    }

    /** Counts what it is shown. */
    private static final class Counting extends Worker<Integer> {
        private int shown;

        @Override
        void accept(Integer element) {
            shown++;
        }

        @Override
        long heldBytes() {
            return 0;
        }
    }

    /** The feed of the engine. */
    @JCStressTest
    @JCStressMeta(JobEachElementIsHandedToExactlyOneWorkerStress.class)
    @State
    public static class Real {
        private final ElementFeed<Integer> feed;
        private final Counting one = new Counting();
        private final Counting other = new Counting();

        public Real() {
            Numbers numbers = new Numbers();
            feed = new ElementFeed<>(() -> numbers, new RunState());
        }

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
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts an actor", e);
            }
        }
    }

    /** Each worker asks the iterator by itself. */
    @JCStressTest
    @JCStressMeta(JobEachElementIsHandedToExactlyOneWorkerStress.class)
    @Outcome(
            id = {"9", "1[0-6]"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both were given the same element.")
    @Outcome(id = "[0-7]", expect = ACCEPTABLE_INTERESTING, desc = "One set the iterator back, or ran into its end.")
    @State
    public static class Twin {
        private final Numbers numbers = new Numbers();
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
            // A worker that was set back goes on from there, and not for ever.
            for (int i = 0; i < ELEMENTS && numbers.hasNext(); i++) {
                try {
                    worker.accept(numbers.next());
                } catch (NoSuchElementException e) {
                    return;
                }
            }
        }
    }
}
