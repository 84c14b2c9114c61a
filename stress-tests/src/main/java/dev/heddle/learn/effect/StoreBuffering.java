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
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Each thread raises its flag and looks at the other one's. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class StoreBuffering {
    private StoreBuffering() {}

    public static Effect effect() {
        return Effect.of("store-buffering", "Store buffering (Dekker)")
                .question(
                        "Each of two threads raises its own flag and then looks at the other's: can both find the other flag down?")
                .story("""
                This is how the oldest locks begin: announce yourself, then see whether the other one is there. If both
                miss each other, both go in.
                """)
                .lesson("""
                In every order of the four steps at least one thread looks last and must see the other's flag. And yet both
                see nothing, very often: the processor puts each store into a buffer of its own and goes on to the load while
                the store is still on its way. Acquire and release do not change it - they never order a store before a later
                load. Only volatile, a full fence, a locked instruction or a lock does, and on this processor that is what
                they cost.
                """)
                .expected("0, 1", "The first thread looked before the second raised its flag.")
                .expected("1, 0", "The second thread looked before the first raised its flag.")
                .expected("1, 1", "Both flags were up before anybody looked.")
                .surprise("0, 0", "Both looked and both found the other flag down: both would enter.")
                .asks("plain", "plain fields", Plain.class)
                .also(
                        "opaque",
                        "opaque",
                        Opaque.class,
                        "Neither access is dropped or repeated. The store still waits in its buffer.")
                .also(
                        "release",
                        "acquire / release",
                        Release.class,
                        "The strongest lesson here: release and acquire order a load before a store, never a store before a load.")
                .also(
                        "half",
                        "one side volatile",
                        Half.class,
                        "One thread waits for its store to arrive, the other does not. Rarer, not gone.")
                .fix(
                        "volatile",
                        "volatile",
                        Volatile.class,
                        "All volatile accesses stand in one order that both threads agree on.")
                .fix(
                        "fence",
                        "opaque and a full fence",
                        Fence.class,
                        "The fence waits until the store has left the buffer.")
                .fix("atomic", "atomic getAndSet", Atomic.class, "A locked instruction empties the store buffer too.")
                .fix("lock", "lock", Locked.class, "Store and look are one step.")
                .block("heddle", "Heddle: BoundedCounter", Balances.class, """
                An exact read: it shows every addition that was over before it began.
                """)
                .readOn(
                        "Preshing on Programming: memory reordering caught in the act",
                        "https://preshing.com/20120515/memory-reordering-caught-in-the-act/");
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
            x = 1;
            r1 = y;
        }

        @Override
        @Actor
        public void actor2() {
            y = 1;
            r2 = x;
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
            X.setOpaque(this, 1);
            r1 = (int) Y.getOpaque(this);
        }

        @Override
        @Actor
        public void actor2() {
            Y.setOpaque(this, 1);
            r2 = (int) X.getOpaque(this);
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
            X.setRelease(this, 1);
            r1 = (int) Y.getAcquire(this);
        }

        @Override
        @Actor
        public void actor2() {
            Y.setRelease(this, 1);
            r2 = (int) X.getAcquire(this);
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
            x = 1;
            r1 = y;
        }

        @Override
        @Actor
        public void actor2() {
            y = 1;
            r2 = x;
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
        private static final VarHandle Y = field(lookup(), "y", int.class);
        int r1;
        int r2;
        // show half
        volatile int x;
        int y;

        @Override
        @Actor
        public void actor1() {
            x = 1;
            r1 = (int) Y.getVolatile(this);
        }

        @Override
        @Actor
        public void actor2() {
            y = 1;
            r2 = x;
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
        private static final VarHandle X = field(lookup(), "x", int.class);
        private static final VarHandle Y = field(lookup(), "y", int.class);
        int r1;
        int r2;
        // show fence
        int x;
        int y;

        @Override
        @Actor
        public void actor1() {
            X.setOpaque(this, 1);
            VarHandle.fullFence();
            r1 = (int) Y.getOpaque(this);
        }

        @Override
        @Actor
        public void actor2() {
            Y.setOpaque(this, 1);
            VarHandle.fullFence();
            r2 = (int) X.getOpaque(this);
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
    public static class Atomic implements Body<II_Result> {
        int r1;
        int r2;
        // show atomic
        final AtomicInteger x = new AtomicInteger();
        final AtomicInteger y = new AtomicInteger();

        @Override
        @Actor
        public void actor1() {
            x.getAndSet(1);
            r1 = y.get();
        }

        @Override
        @Actor
        public void actor2() {
            y.getAndSet(1);
            r2 = x.get();
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
                x = 1;
                r1 = y;
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                y = 1;
                r2 = x;
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
            x.tryAdd(1);
            r1 = (int) y.get();
        }

        @Override
        @Actor
        public void actor2() {
            y.tryAdd(1);
            r2 = (int) x.get();
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
