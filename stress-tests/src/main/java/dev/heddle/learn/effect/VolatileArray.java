/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import static dev.heddle.learn.effect.Handles.element;

import dev.heddle.collect.AppendList;
import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The word volatile before an array. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class VolatileArray {
    private VolatileArray() {}

    public static Effect effect() {
        return Effect.of("volatile-array", "Volatile array elements")
                .question(
                        "An array field is volatile; one thread sets element 0 and then element 1: can another see element 1 set and element 0 not?")
                .story("""
                It looks like message passing with a volatile flag, and that is safe. Element 1 is the flag, element 0 the message.
                """)
                .lesson("""
                The reference is volatile. The elements are not: each store reads the reference, which orders nothing with the
                other store. There is no way to declare elements volatile; they are reached through a VarHandle or an
                AtomicIntegerArray.
                """)
                .expected("0, 0", "The reader came too early.")
                .expected("0, 1", "Element 0 was there, element 1 not yet.")
                .expected("1, 1", "Both are there.")
                .surprise("1, 0", "The second element is set and the first one is not.")
                .asks("plain", "volatile array", Plain.class)
                .also(
                        "opaque",
                        "opaque elements",
                        Opaque.class,
                        "Each element by itself is coherent; between two there is no order.")
                .fix(
                        "release",
                        "acquire / release elements",
                        Release.class,
                        "The order of the two stores is kept for whoever acquires the second.")
                .fix("atomic", "AtomicIntegerArray", Atomic.class, "Its elements are volatile.")
                .fix("lock", "lock", Locked.class, "Both stores are one step.")
                .block("heddle", "Heddle: AppendList", Listed.class, """
                Elements become visible in the order of their indexes. The price holds the first piece of each new list.
                """)
                .readOn(
                        "AtomicIntegerArray",
                        "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/concurrent/atomic/AtomicIntegerArray.html");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<II_Result> {
        int r1;
        int r2;
        // show plain
        volatile int[] a = new int[2];

        @Override
        @Actor
        public void actor1() {
            a[0] = 1;
            a[1] = 1;
        }

        @Override
        @Actor
        public void actor2() {
            r1 = a[1];
            r2 = a[0];
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
        private static final VarHandle AT = element(int[].class);
        int r1;
        int r2;
        // show opaque
        final int[] a = new int[2];

        @Override
        @Actor
        public void actor1() {
            AT.setOpaque(a, 0, 1);
            AT.setOpaque(a, 1, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = (int) AT.getOpaque(a, 1);
            r2 = (int) AT.getOpaque(a, 0);
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
        private static final VarHandle AT = element(int[].class);
        int r1;
        int r2;
        // show release
        final int[] a = new int[2];

        @Override
        @Actor
        public void actor1() {
            AT.setRelease(a, 0, 1);
            AT.setRelease(a, 1, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = (int) AT.getAcquire(a, 1);
            r2 = (int) AT.getAcquire(a, 0);
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
        final AtomicIntegerArray a = new AtomicIntegerArray(2);

        @Override
        @Actor
        public void actor1() {
            a.set(0, 1);
            a.set(1, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = a.get(1);
            r2 = a.get(0);
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
        final int[] a = new int[2];

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                a[0] = 1;
                a[1] = 1;
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                r1 = a[1];
                r2 = a[0];
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
    public static class Listed implements Body<II_Result> {
        int r1;
        int r2;
        // show heddle
        final AppendList<Integer> a = AppendList.create();

        @Override
        @Actor
        public void actor1() {
            a.append(1);
            a.append(1);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = a.size() > 1 ? a.get(1) : 0;
            r2 = a.size() > 0 ? a.get(0) : 0;
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
