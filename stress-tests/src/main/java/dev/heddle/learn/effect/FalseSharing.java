/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import static dev.heddle.learn.effect.Handles.element;
import static dev.heddle.learn.effect.Handles.field;
import static java.lang.invoke.MethodHandles.lookup;

import dev.heddle.counter.StripedCounter;
import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two counters, two threads, one cache line. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"}) // one writer per field; padding is never read
public final class FalseSharing {
    private FalseSharing() {}

    public static Effect effect() {
        return Effect.of("false-sharing", "False sharing")
                .question(
                        "Two threads count on two counters of their own that lie side by side: does either slow the other down?")
                .story("""
                No data is shared. Each thread adds to its own field many times over, with an ordered store so that each addition
                really goes to memory. What is measured is the time of one addition.
                """)
                .lesson("""
                The processor moves memory in lines of 64 bytes. Two fields on one line travel together, so each store takes the line
                away from the other processor. Results are right, time is lost. Distance cures it: 128 bytes, since some processors
                fetch lines in pairs.
                """)
                .how(Effect.How.TIMED)
                .expected("right", "Both counters are right: false sharing costs time, never a result.")
                .asks("plain", "side by side", Plain.class)
                .also(
                        "shared",
                        "one atomic counter",
                        Shared.class,
                        "Truly shared: what both would pay if they counted on one field.")
                .fix("padded", "128 bytes apart", Padded.class, "Each thread keeps its line to itself.")
                .fix("objects", "an array with gaps", Gaps.class, "The same in an array: one cell in sixteen is used.")
                .fix(
                        "adder",
                        "LongAdder",
                        Adder.class,
                        "The library's way: cells apart, one per thread when there is a fight.")
                .block("heddle", "Heddle: StripedCounter", Striped.class, """
                One counter for both, and a padded cell for each: as cheap as the fields that lie apart.
                """)
                .readOn(
                        "Martin Thompson: False Sharing",
                        "https://mechanical-sympathy.blogspot.com/2011/07/false-sharing.html");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<L_Result> {
        private static final VarHandle MINE = field(lookup(), "mine", long.class);
        private static final VarHandle YOURS = field(lookup(), "yours", long.class);
        // show plain
        long mine;
        long yours;

        @Override
        @Actor
        public void actor1() {
            MINE.setRelease(this, mine + 1);
        }

        @Override
        @Actor
        public void actor2() {
            YOURS.setRelease(this, yours + 1);
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = "right";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Shared implements Body<L_Result> {
        // show shared
        final AtomicLong ours = new AtomicLong();

        @Override
        @Actor
        public void actor1() {
            ours.getAndIncrement();
        }

        @Override
        @Actor
        public void actor2() {
            ours.getAndIncrement();
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = "right";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Padded implements Body<L_Result> {
        private static final VarHandle MINE = field(lookup(), "mine", long.class);
        private static final VarHandle YOURS = field(lookup(), "yours", long.class);
        // show padded
        long mine;
        long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15, p16;
        long yours;

        @Override
        @Actor
        public void actor1() {
            MINE.setRelease(this, mine + 1);
        }

        @Override
        @Actor
        public void actor2() {
            YOURS.setRelease(this, yours + 1);
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = "right";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Gaps implements Body<L_Result> {
        private static final VarHandle AT = element(long[].class);
        // show objects
        final long[] cells = new long[64];

        @Override
        @Actor
        public void actor1() {
            AT.setRelease(cells, 16, cells[16] + 1);
        }

        @Override
        @Actor
        public void actor2() {
            AT.setRelease(cells, 32, cells[32] + 1);
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = "right";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Adder implements Body<L_Result> {
        // show adder
        final LongAdder ours = new LongAdder();

        @Override
        @Actor
        public void actor1() {
            ours.increment();
        }

        @Override
        @Actor
        public void actor2() {
            ours.increment();
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = "right";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Striped implements Body<L_Result> {
        // show heddle
        final StripedCounter ours = new StripedCounter();

        @Override
        @Actor
        public void actor1() {
            ours.increment();
        }

        @Override
        @Actor
        public void actor2() {
            ours.increment();
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = "right";
        }
    }
}
