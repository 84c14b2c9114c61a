/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import dev.heddle.learn.Waits;
import java.util.concurrent.CountDownLatch;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Data goes into a thread that is started and comes back when it is joined. */
@SuppressWarnings("SameNameButDifferent") // each variant shows a Child of its own
public final class StartJoin {
    private StartJoin() {}

    public static Effect effect() {
        return Effect.of("start-join", "Publication by start and join")
                .question(
                        "A thread gets its input from a plain field that is set right after start(): does it see the input?")
                .story("""
                The outcome is what the started thread read, then what the starting thread found in the result field after
                join(). No volatile, no lock: starting and joining are all there is.
                """)
                .lesson("""
                Starting a thread publishes everything written before, and joining it brings back everything it wrote. Both are
                part of the language and free of races. What is written after start() has no such protection: the new
                thread may or may not see it. Set the fields first, then start.
                """)
                .how(Effect.How.FEW)
                .expected("1, 2", "The input went in, the result came back.")
                .surprise("0, 2", "The thread ran without its input.")
                .asks("plain", "set after start", Late.class)
                .also(
                        "volatile",
                        "volatile, set after start",
                        LateVolatile.class,
                        "Visible as soon as it is written, and still written too late.")
                .fix(
                        "before",
                        "set before start",
                        Before.class,
                        "Everything before start() happens before everything in the thread.")
                .fix(
                        "latch",
                        "a latch that the thread waits for",
                        Latched.class,
                        "When the input can only come later, the thread has to wait for it.")
                .readOn(
                        "The Java Language Specification, 17.4.4: synchronization order",
                        "https://docs.oracle.com/javase/specs/jls/se21/html/jls-17.html#jls-17.4.4");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Late implements Body<II_Result> {
        int r1;
        int r2;
        // show plain
        int input;
        int output;

        @Override
        @Actor
        public void actor1() {
            Thread child = new Child();
            child.start();
            input = 1;
            Waits.join(child);
            r2 = output;
        }

        final class Child extends Thread {
            @Override
            public void run() {
                r1 = input;
                output = 2;
            }
        }
        // end

        @Override
        @Actor
        public void actor2() {}

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
    public static class LateVolatile implements Body<II_Result> {
        int r1;
        int r2;
        // show volatile
        volatile int input;
        volatile int output;

        @Override
        @Actor
        public void actor1() {
            Thread child = new Child();
            child.start();
            input = 1;
            Waits.join(child);
            r2 = output;
        }

        final class Child extends Thread {
            @Override
            public void run() {
                r1 = input;
                output = 2;
            }
        }
        // end

        @Override
        @Actor
        public void actor2() {}

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
    public static class Before implements Body<II_Result> {
        int r1;
        int r2;
        // show before
        int input;
        int output;

        @Override
        @Actor
        public void actor1() {
            input = 1;
            Thread child = new Child();
            child.start();
            Waits.join(child);
            r2 = output;
        }

        final class Child extends Thread {
            @Override
            public void run() {
                r1 = input;
                output = 2;
            }
        }
        // end

        @Override
        @Actor
        public void actor2() {}

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
    public static class Latched implements Body<II_Result> {
        int r1;
        int r2;
        // show latch
        final CountDownLatch set = new CountDownLatch(1);
        int input;
        int output;

        @Override
        @Actor
        public void actor1() {
            Thread child = new Child();
            child.start();
            input = 1;
            set.countDown();
            Waits.join(child);
            r2 = output;
        }

        final class Child extends Thread {
            @Override
            public void run() {
                Waits.on(set);
                r1 = input;
                output = 2;
            }
        }
        // end

        @Override
        @Actor
        public void actor2() {}

        @Override
        @Arbiter
        public void observe(II_Result r) {
            r.r1 = r1;
            r.r2 = r2;
        }
    }
}
