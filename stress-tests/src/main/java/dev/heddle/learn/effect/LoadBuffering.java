/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import static dev.heddle.learn.effect.Handles.field;
import static java.lang.invoke.MethodHandles.lookup;

import dev.heddle.counter.BoundedCounter;
import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Each thread looks at one flag, then raises the other. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class LoadBuffering {
    private LoadBuffering() {}

    public static Effect effect() {
        return Effect.of("load-buffering", "Load buffering")
                .question(
                        "Each of two threads reads what the other will write, and writes only after reading: can both read the other's write?")
                .story("""
                The mirror image of store buffering: here the loads come first. For both to read 1, each store would have to be
                there before the load that stands above it.
                """)
                .lesson("""
                The language allows it for plain and for opaque fields, since a store may be done before an earlier load of
                something else. x86 never does, and its compilers have no reason to, so zero is what to expect here; ARM and
                POWER processors may. Release on the store keeps the load before it, which is all that is needed.
                """)
                .expected("0, 0", "Both read before anybody wrote.")
                .expected("0, 1", "The second thread came after the first.")
                .expected("1, 0", "The first thread came after the second.")
                .surprise("1, 1", "Each thread read what the other wrote later.")
                .asks("plain", "plain fields", Plain.class)
                .also(
                        "opaque",
                        "opaque",
                        Opaque.class,
                        "Allowed by the model still: opaque keeps no order between two variables.")
                .fix("release", "acquire / release", Release.class, "A release store stays behind the loads above it.")
                .fix("volatile", "volatile", Volatile.class, "Enough, and more than is needed.")
                .fix("lock", "lock", Locked.class, "Load and store are one step.")
                .block("heddle", "Heddle: BoundedCounter", Balances.class, """
                An addition is not seen by anybody before it is made.
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
        int x;
        int y;

        @Override
        @Actor
        public void actor1() {
            r1 = x;
            y = 1;
        }

        @Override
        @Actor
        public void actor2() {
            r2 = y;
            x = 1;
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
        private static final VarHandle X = field(lookup(), "x", int.class);
        private static final VarHandle Y = field(lookup(), "y", int.class);
        int r1;
        int r2;
        // show opaque
        int x;
        int y;

        @Override
        @Actor
        public void actor1() {
            r1 = (int) X.getOpaque(this);
            Y.setOpaque(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r2 = (int) Y.getOpaque(this);
            X.setOpaque(this, 1);
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
        private static final VarHandle X = field(lookup(), "x", int.class);
        private static final VarHandle Y = field(lookup(), "y", int.class);
        int r1;
        int r2;
        // show release
        int x;
        int y;

        @Override
        @Actor
        public void actor1() {
            r1 = (int) X.getAcquire(this);
            Y.setRelease(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r2 = (int) Y.getAcquire(this);
            X.setRelease(this, 1);
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
        volatile int x;
        volatile int y;

        @Override
        @Actor
        public void actor1() {
            r1 = x;
            y = 1;
        }

        @Override
        @Actor
        public void actor2() {
            r2 = y;
            x = 1;
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
        int x;
        int y;

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                r1 = x;
                y = 1;
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                r2 = y;
                x = 1;
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
    public static class Balances implements Body<II_Result> {
        int r1;
        int r2;
        // show heddle
        final BoundedCounter x = BoundedCounter.nonNegative(0);
        final BoundedCounter y = BoundedCounter.nonNegative(0);

        @Override
        @Actor
        public void actor1() {
            r1 = (int) x.get();
            y.tryAdd(1);
        }

        @Override
        @Actor
        public void actor2() {
            r2 = (int) y.get();
            x.tryAdd(1);
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
