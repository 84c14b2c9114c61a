/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import static dev.heddle.learn.effect.Handles.field;
import static java.lang.invoke.MethodHandles.lookup;

import dev.heddle.counter.StripedCounter;
import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads count on one counter. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class LostUpdate {
    private LostUpdate() {}

    public static Effect effect() {
        return Effect.of("lost-update", "Lost update")
                .question("Two threads each add one to a counter that starts at zero: what does it hold afterwards?")
                .story("""
                One line of Java, count++, is three steps: read, add, write. Both threads run it once.
                """)
                .lesson("""
                Both read zero, both write one. No processor trick and no compiler is needed, only bad timing, which is why
                the outcome shows in every cell of the grid. Volatile does not help: it makes each of the steps visible,
                not the three of them one.
                """)
                .expected("2", "Both additions counted.")
                .surprise("1", "One addition is lost: both threads read zero and both wrote one.")
                .asks("plain", "plain field", Plain.class)
                .also(
                        "volatile",
                        "volatile",
                        Volatile.class,
                        "Each read and each write is visible at once, and another thread still fits in between.")
                .also("opaque", "opaque", Opaque.class, "Opaque makes one access whole. It says nothing about two.")
                .also(
                        "release",
                        "acquire / release",
                        Release.class,
                        "Order between variables is not the trouble, so order does not help.")
                .fix("lock", "lock", Locked.class, "The three steps happen inside one lock: nobody comes in between.")
                .fix(
                        "atomic",
                        "atomic",
                        Atomic.class,
                        "One instruction of the processor reads, adds and writes while it owns the line.")
                .fix(
                        "adder",
                        "LongAdder",
                        Adder.class,
                        "Atomic too, but spread over cells, so that many threads do not fight over one line.")
                .block("heddle", "Heddle: StripedCounter", Striped.class, """
                Each thread adds to a cell of its own with a plain read and a release store; a sum adds up the cells. No locked instruction,
                and nobody fights.
                """)
                .steady()
                .readOn(
                        "The Java Language Specification, 17.4: what a read may see",
                        "https://docs.oracle.com/javase/specs/jls/se21/html/jls-17.html#jls-17.4");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<I_Result> {
        // show plain
        int count;

        @Override
        @Actor
        public void actor1() {
            count++;
        }

        @Override
        @Actor
        public void actor2() {
            count++;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = count;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Volatile implements Body<I_Result> {
        // show volatile
        volatile int count;

        @Override
        @Actor
        public void actor1() {
            count++;
        }

        @Override
        @Actor
        public void actor2() {
            count++;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = count;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Opaque implements Body<I_Result> {
        private static final VarHandle COUNT = field(lookup(), "count", int.class);
        // show opaque
        int count;

        @Override
        @Actor
        public void actor1() {
            COUNT.setOpaque(this, (int) COUNT.getOpaque(this) + 1);
        }

        @Override
        @Actor
        public void actor2() {
            COUNT.setOpaque(this, (int) COUNT.getOpaque(this) + 1);
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = count;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Release implements Body<I_Result> {
        private static final VarHandle COUNT = field(lookup(), "count", int.class);
        // show release
        int count;

        @Override
        @Actor
        public void actor1() {
            COUNT.setRelease(this, (int) COUNT.getAcquire(this) + 1);
        }

        @Override
        @Actor
        public void actor2() {
            COUNT.setRelease(this, (int) COUNT.getAcquire(this) + 1);
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = count;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<I_Result> {
        // show lock
        int count;

        @Override
        @Actor
        public synchronized void actor1() {
            count++;
        }

        @Override
        @Actor
        public synchronized void actor2() {
            count++;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = count;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Atomic implements Body<I_Result> {
        // show atomic
        final AtomicInteger count = new AtomicInteger();

        @Override
        @Actor
        public void actor1() {
            count.getAndIncrement();
        }

        @Override
        @Actor
        public void actor2() {
            count.getAndIncrement();
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = count.get();
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Adder implements Body<I_Result> {
        // show adder
        final LongAdder count = new LongAdder();

        @Override
        @Actor
        public void actor1() {
            count.increment();
        }

        @Override
        @Actor
        public void actor2() {
            count.increment();
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = count.intValue();
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Striped implements Body<I_Result> {
        // show heddle
        final StripedCounter count = new StripedCounter();

        @Override
        @Actor
        public void actor1() {
            count.increment();
        }

        @Override
        @Actor
        public void actor2() {
            count.increment();
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = count.intValue();
        }
    }
}
