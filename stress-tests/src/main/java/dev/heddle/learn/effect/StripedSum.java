/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import dev.heddle.counter.LongSummary;
import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A counter in two cells, summed while it is counted. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class StripedSum {
    private StripedSum() {}

    public static Effect effect() {
        return Effect.of("striped-sum", "A striped sum is not a snapshot")
                .question(
                        "A counter is spread over two cells; 1 is added in the first and later 10 in the second: can a reader see a sum of 10?")
                .story("""
                The true total goes 0, 1, 11. It is never 10. The reader adds up the cells one after the other, as LongAdder
                and every striped counter do.
                """)
                .lesson("""
                The reader passed the first cell before the 1 came and reached the second after the 10 did: 10 is a total that
                the counter never had. Nothing is lost - a sum taken when all is quiet is exact - and for most counters that is
                enough. Where a reader has to see one moment, it needs a lock, a version to check, or both numbers in one word.
                """)
                .expected("0", "Before both additions.")
                .expected("1", "Between the two.")
                .expected("11", "After both.")
                .surprise("10", "A total that never was: the second addition without the first.")
                .asks("plain", "two volatile cells", Plain.class)
                .also(
                        "backwards",
                        "the reader goes the other way",
                        Backwards.class,
                        "Reading against the writer's direction hides this one, and a second writer brings it back.")
                .fix(
                        "version",
                        "version, read twice",
                        Version.class,
                        "The reader tries again when the version was odd or has changed: writers do not wait.")
                .fix("packed", "both in one word", Packed.class, "Two halves of one atomic long are seen together.")
                .fix("lock", "lock", Locked.class, "Reader and writer exclude each other.")
                .block("heddle", "Heddle: LongSummary", Summary.class, """
                Count, sum, least and greatest are all of the same records, however many threads record.
                """)
                .steady()
                .readOn(
                        "LongAdder: the returned value is not an atomic snapshot",
                        "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/concurrent/atomic/LongAdder.html#sum()");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<I_Result> {
        int r1;
        // show plain
        volatile int cell0;
        volatile int cell1;

        @Override
        @Actor
        public void actor1() {
            cell0 = 1;
            cell1 = 10;
        }

        @Override
        @Actor
        public void actor2() {
            int sum = cell0;
            sum += cell1;
            r1 = sum;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Backwards implements Body<I_Result> {
        int r1;
        // show backwards
        volatile int cell0;
        volatile int cell1;

        @Override
        @Actor
        public void actor1() {
            cell0 = 1;
            cell1 = 10;
        }

        @Override
        @Actor
        public void actor2() {
            int sum = cell1;
            sum += cell0;
            r1 = sum;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Version implements Body<I_Result> {
        int r1;
        // show version
        volatile int version;
        volatile int cell0;
        volatile int cell1;

        @Override
        @Actor
        public void actor1() {
            version = 1;
            cell0 = 1;
            version = 2;
            version = 3;
            cell1 = 10;
            version = 4;
        }

        @Override
        @Actor
        public void actor2() {
            int v;
            int sum;
            do {
                v = version;
                sum = cell0;
                sum += cell1;
            } while ((v & 1) == 1 || v != version);
            r1 = sum;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Packed implements Body<I_Result> {
        int r1;
        // show packed
        final AtomicInteger cells = new AtomicInteger();

        @Override
        @Actor
        public void actor1() {
            cells.getAndAdd(1);
            cells.getAndAdd(10 << 16);
        }

        @Override
        @Actor
        public void actor2() {
            int both = cells.get();
            r1 = (both & 0xFFFF) + (both >> 16);
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<I_Result> {
        int r1;
        // show lock
        int cell0;
        int cell1;

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                cell0 = 1;
            }
            synchronized (this) {
                cell1 = 10;
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                r1 = cell0 + cell1;
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Summary implements Body<I_Result> {
        int r1;
        // show heddle
        final LongSummary summary = new LongSummary();

        @Override
        @Actor
        public void actor1() {
            summary.record(1);
            summary.record(10);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = (int) summary.stats().sum();
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }
}
