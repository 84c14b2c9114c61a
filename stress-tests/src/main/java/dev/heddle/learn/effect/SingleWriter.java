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
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A counter with one writer, and what happens when there are two. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class SingleWriter {
    private SingleWriter() {}

    public static Effect effect() {
        return Effect.of("single-writer", "The single-writer counter")
                .question(
                        "A counter is written by adding to a plain read and storing with release, no lock and no atomic instruction: what if a second writer comes?")
                .story("""
                Only the owner may write, so its plain read is always the newest value and nothing needs to be atomic. That makes
                the cheapest counter there is. Here somebody forgot the rule, and two threads write.
                """)
                .lesson("""
                The mode of the store is not what makes it right; that there is one writer is. With one writer nothing is lost,
                and readers see the count grow. With two, an addition is lost at once. Heddle's striped counter gives each
                thread a cell of its own for this reason: compare the price of the owner's store with the atomic one.
                """)
                .expected("2, 0", "Both additions counted.")
                .surprise("1, 0", "Two writers: one addition is lost.")
                .expected("2, 1", "One writer: both additions counted, the reader saw the first.")
                .expected("2, 2", "One writer: both additions counted, the reader saw both.")
                .asks("plain", "two writers, release", Plain.class)
                .also("volatile", "two writers, volatile", Volatile.class, "A stronger store is no remedy.")
                .fix(
                        "owner",
                        "one writer, release",
                        Owner.class,
                        "The rule kept: the owner writes, the other reads. No locked instruction anywhere.")
                .fix("opaque", "one writer, opaque", Opaque.class, "Enough for a count that announces nothing else.")
                .fix(
                        "atomic",
                        "two writers, atomic",
                        Atomic.class,
                        "Any number of writers, for a locked instruction each.")
                .fix("lock", "two writers, lock", Locked.class, "Any number of writers, one at a time.")
                .block("heddle", "Heddle: StripedCounter", Striped.class, """
                The rule kept for any number of writers: each is the single writer of a cell of its own.
                """)
                .steady()
                .readOn(
                        "Martin Thompson: the Single Writer Principle",
                        "https://mechanical-sympathy.blogspot.com/2011/09/single-writer-principle.html");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<II_Result> {
        private static final VarHandle COUNT = field(lookup(), "count", int.class);
        int r2;
        // show plain
        int count;

        @Override
        @Actor
        public void actor1() {
            COUNT.setRelease(this, (int) COUNT.get(this) + 1);
        }

        @Override
        @Actor
        public void actor2() {
            COUNT.setRelease(this, (int) COUNT.get(this) + 1);
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = count;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Volatile implements Body<II_Result> {
        int r2;
        // show volatile
        volatile int count;

        @Override
        @Actor
        public void actor1() {
            count = count + 1;
        }

        @Override
        @Actor
        public void actor2() {
            count = count + 1;
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = count;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Owner implements Body<II_Result> {
        private static final VarHandle COUNT = field(lookup(), "count", int.class);
        int r2;
        // show owner
        int count;

        @Override
        @Actor
        public void actor1() {
            COUNT.setRelease(this, (int) COUNT.get(this) + 1);
            COUNT.setRelease(this, (int) COUNT.get(this) + 1);
        }

        @Override
        @Actor
        public void actor2() {
            r2 = (int) COUNT.getAcquire(this);
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = count;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Opaque implements Body<II_Result> {
        private static final VarHandle COUNT = field(lookup(), "count", int.class);
        int r2;
        // show opaque
        int count;

        @Override
        @Actor
        public void actor1() {
            COUNT.setOpaque(this, (int) COUNT.get(this) + 1);
            COUNT.setOpaque(this, (int) COUNT.get(this) + 1);
        }

        @Override
        @Actor
        public void actor2() {
            r2 = (int) COUNT.getOpaque(this);
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = count;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Atomic implements Body<II_Result> {
        int r2;
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
        public void observe(II_Result r) {
            r.r1 = count.get();
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<II_Result> {
        int r2;
        // show lock
        int count;

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                count++;
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                count++;
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = count;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Striped implements Body<II_Result> {
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
        public void observe(II_Result r) {
            r.r1 = count.intValue();
            r.r2 = 0;
        }
    }
}
