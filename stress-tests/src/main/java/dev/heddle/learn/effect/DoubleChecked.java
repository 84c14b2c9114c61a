/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import static dev.heddle.learn.effect.Handles.field;
import static java.lang.invoke.MethodHandles.lookup;

import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A lazy object behind a look without the lock. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "DoubleCheckedLocking", "unused"}) // the mistake is the lesson
public final class DoubleChecked {
    private DoubleChecked() {}

    public static Effect effect() {
        return Effect.of("double-checked-locking", "Double-checked locking")
                .question(
                        "A lazy object is made under a lock, and read without the lock once it is there: can a reader find it half made?")
                .story("""
                The lock makes sure that only one object is made. The look before the lock saves its price for everybody
                who comes later - and goes past the lock.
                """)
                .lesson("""
                Who looks without the lock has no order with the maker: the reference may be seen before the fields. The
                enumerator shows how; this processor keeps the stores in order, so a count of zero here says that this machine
                did not do it, not that the code is right. One word, volatile, repairs it; so do final fields, or an acquire
                on the first look.
                """)
                .expected("42, 42", "Both threads see a whole object.")
                .surprise("42, 0", "The second thread got the object before its field.")
                .surprise("0, 42", "The first thread got the object before its field.")
                .asks("plain", "plain reference", Plain.class)
                .also(
                        "opaque",
                        "opaque first look",
                        Opaque.class,
                        "An opaque read is whole and fresh, and in no order with the fields behind it.")
                .fix(
                        "volatile",
                        "volatile reference",
                        Volatile.class,
                        "The first look acquires what the maker released.")
                .fix(
                        "release",
                        "release / acquire",
                        Release.class,
                        "The same, with the second look left plain: it is under the lock.")
                .fix("final", "final fields", Final.class, "A frozen object may be handed on by a race.")
                .fix("lock", "lock, always", Locked.class, "No second path. Look at its price before calling it slow.")
                .readOn(
                        "Aleksey Shipilev: Safe Publication and Safe Initialization in Java",
                        "https://shipilev.net/blog/2014/safe-public-construction/");
    }

    /** What is made late. */
    static final class Lazy {
        int value;

        Lazy(int value) {
            this.value = value;
        }
    }

    /** What is made late and frozen. */
    static final class FrozenLazy {
        final int value;

        FrozenLazy(int value) {
            this.value = value;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<II_Result> {
        int r1;
        int r2;
        // show plain
        Lazy lazy;

        @Override
        @Actor
        public void actor1() {
            r1 = get().value;
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get().value;
        }

        Lazy get() {
            Lazy l = lazy;
            if (l == null) {
                synchronized (this) {
                    l = lazy;
                    if (l == null) {
                        l = new Lazy(42);
                        lazy = l;
                    }
                }
            }
            return l;
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
        private static final VarHandle LAZY = field(lookup(), "lazy", Lazy.class);
        int r1;
        int r2;
        // show opaque
        Lazy lazy;

        @Override
        @Actor
        public void actor1() {
            r1 = get().value;
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get().value;
        }

        Lazy get() {
            Lazy l = (Lazy) LAZY.getOpaque(this);
            if (l == null) {
                synchronized (this) {
                    l = lazy;
                    if (l == null) {
                        l = new Lazy(42);
                        LAZY.setOpaque(this, l);
                    }
                }
            }
            return l;
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
        volatile Lazy lazy;

        @Override
        @Actor
        public void actor1() {
            r1 = get().value;
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get().value;
        }

        Lazy get() {
            Lazy l = lazy;
            if (l == null) {
                synchronized (this) {
                    l = lazy;
                    if (l == null) {
                        l = new Lazy(42);
                        lazy = l;
                    }
                }
            }
            return l;
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
        private static final VarHandle LAZY = field(lookup(), "lazy", Lazy.class);
        int r1;
        int r2;
        // show release
        Lazy lazy;

        @Override
        @Actor
        public void actor1() {
            r1 = get().value;
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get().value;
        }

        Lazy get() {
            Lazy l = (Lazy) LAZY.getAcquire(this);
            if (l == null) {
                synchronized (this) {
                    l = lazy;
                    if (l == null) {
                        l = new Lazy(42);
                        LAZY.setRelease(this, l);
                    }
                }
            }
            return l;
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
    public static class Final implements Body<II_Result> {
        int r1;
        int r2;
        // show final
        FrozenLazy lazy;

        @Override
        @Actor
        public void actor1() {
            r1 = get().value;
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get().value;
        }

        FrozenLazy get() {
            FrozenLazy l = lazy;
            if (l == null) {
                synchronized (this) {
                    l = lazy;
                    if (l == null) {
                        l = new FrozenLazy(42);
                        lazy = l;
                    }
                }
            }
            return l;
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
        Lazy lazy;

        @Override
        @Actor
        public void actor1() {
            r1 = get().value;
        }

        @Override
        @Actor
        public void actor2() {
            r2 = get().value;
        }

        synchronized Lazy get() {
            if (lazy == null) {
                lazy = new Lazy(42);
            }
            return lazy;
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
