/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import static dev.heddle.learn.effect.Handles.field;
import static java.lang.invoke.MethodHandles.lookup;

import dev.heddle.collect.AppendList;
import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Data first, then a flag that says it is there. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class MessagePassing {
    private MessagePassing() {}

    public static Effect effect() {
        return Effect.of("message-passing", "Message passing")
                .question(
                        "A writer stores the data and then raises a flag; a reader that sees the flag up reads the data: is it the new data?")
                .story("""
                The outcome is what the reader saw: the flag, then the data. The data was 0 and becomes 42.
                """)
                .lesson("""
                No order of the four steps gives a raised flag with old data. Somebody changed the order: the writer's two
                stores, or the reader's two loads. Look at the grid: on x86 the processor keeps both orders, so the outcome
                appears only where an optimising compiler worked on the reader. A release on the writer's side and an acquire
                on the reader's side forbid both changes, and both are needed.
                """)
                .expected("0, 0", "The flag is down, the data is old: too early.")
                .expected("0, 42", "The flag was still down when it was read, the data came right after.")
                .expected("1, 42", "The message has arrived.")
                .surprise("1, 0", "The flag is up and the data is old: the message arrived before its content.")
                .asks("plain", "plain fields", Plain.class)
                .also(
                        "opaque",
                        "opaque flag",
                        Opaque.class,
                        "An opaque flag arrives some day, in no order with the plain data. On x86 it happens to be enough; the model does not promise it.")
                .also(
                        "half",
                        "release without acquire",
                        Half.class,
                        "The writer keeps its order. The reader may still have read the data before the flag.")
                .fix(
                        "release",
                        "release / acquire",
                        Release.class,
                        "Whoever acquires what was released sees everything that came before the release.")
                .fix(
                        "volatile",
                        "volatile flag",
                        Volatile.class,
                        "Volatile is release and acquire, and more: all volatile accesses stand in one order.")
                .fix("lock", "lock", Locked.class, "Letting go of a lock happens before the next one takes it.")
                .fix(
                        "fence",
                        "fences",
                        Fence.class,
                        "The fences that a release and an acquire are made of, spelled out.")
                .block("heddle", "Heddle: AppendList", Listed.class, """
                Who sees an element sees what was done before it was appended. The price holds the first piece of each new list.
                """)
                .readOn("Doug Lea: Using JDK 9 Memory Order Modes", "https://gee.cs.oswego.edu/dl/html/j9mm.html");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<II_Result> {
        int r1;
        int r2;
        // show plain
        int data;
        int ready;

        @Override
        @Actor
        public void actor1() {
            data = 42;
            ready = 1;
        }

        @Override
        @Actor
        public void actor2() {
            r1 = ready;
            r2 = data;
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = r1;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Opaque implements Body<II_Result> {
        private static final VarHandle READY = field(lookup(), "ready", int.class);
        int r1;
        int r2;
        // show opaque
        int data;
        int ready;

        @Override
        @Actor
        public void actor1() {
            data = 42;
            READY.setOpaque(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = (int) READY.getOpaque(this);
            r2 = data;
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = r1;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Half implements Body<II_Result> {
        private static final VarHandle READY = field(lookup(), "ready", int.class);
        int r1;
        int r2;
        // show half
        int data;
        int ready;

        @Override
        @Actor
        public void actor1() {
            data = 42;
            READY.setRelease(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = ready;
            r2 = data;
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = r1;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Release implements Body<II_Result> {
        private static final VarHandle READY = field(lookup(), "ready", int.class);
        int r1;
        int r2;
        // show release
        int data;
        int ready;

        @Override
        @Actor
        public void actor1() {
            data = 42;
            READY.setRelease(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = (int) READY.getAcquire(this);
            r2 = data;
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = r1;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Volatile implements Body<II_Result> {
        int r1;
        int r2;
        // show volatile
        int data;
        volatile int ready;

        @Override
        @Actor
        public void actor1() {
            data = 42;
            ready = 1;
        }

        @Override
        @Actor
        public void actor2() {
            r1 = ready;
            r2 = data;
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = r1;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<II_Result> {
        int r1;
        int r2;
        // show lock
        int data;
        int ready;

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                data = 42;
                ready = 1;
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                r1 = ready;
                r2 = data;
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = r1;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Fence implements Body<II_Result> {
        private static final VarHandle READY = field(lookup(), "ready", int.class);
        int r1;
        int r2;
        // show fence
        int data;
        int ready;

        @Override
        @Actor
        public void actor1() {
            data = 42;
            VarHandle.releaseFence();
            READY.setOpaque(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = (int) READY.getOpaque(this);
            VarHandle.acquireFence();
            r2 = data;
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = r1;
            r.r2 = r2;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Listed implements Body<II_Result> {
        int r1;
        int r2;
        // show heddle
        int data;
        final AppendList<String> news = AppendList.create();

        @Override
        @Actor
        public void actor1() {
            data = 42;
            news.append("ready");
        }

        @Override
        @Actor
        public void actor2() {
            r1 = news.size();
            r2 = data;
        }
        // end

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = r1;
            r.r2 = r2;
        }
    }
}
