/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicStampedReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A stack whose top is the same node again. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class Aba {
    private Aba() {}

    /** One node of a stack. */
    static final class Node {
        volatile Node next;

        Node(Node next) {
            this.next = next;
        }
    }

    public static Effect effect() {
        return Effect.of("aba", "ABA")
                .question(
                        "A stack pops by compareAndSet from the top node to the one below; what if the top is popped and pushed back in between?")
                .story("""
                The stack holds A on top of B. One thread pops once. Another pops A, pops B, and pushes A back, using the node again.
                """)
                .lesson("""
                The slow thread read top A and below it B. When its compareAndSet comes, A is on top again, so it succeeds - and puts
                B there, which somebody else has. The value is the same and the world is another. Not using nodes again cures it
                (in Java a fresh node is never equal to one that is still in hand), and so does a version beside the reference.
                """)
                .expected("whole", "The stack holds what is in it and nothing else.")
                .surprise("corrupt", "B is on the stack and in a thread's hands: it will be given out twice.")
                .asks("plain", "nodes used again", Plain.class)
                .fix(
                        "fresh",
                        "a fresh node each time",
                        Fresh.class,
                        "The pushed node is another object: the late compareAndSet fails. The collector keeps the old one alive as long as it is in hand.")
                .fix(
                        "stamp",
                        "a version beside the reference",
                        Stamped.class,
                        "The reference is the same again, the version is not.")
                .fix("lock", "lock", Locked.class, "Reading and replacing the top are one step.")
                .readOn(
                        "AtomicStampedReference",
                        "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/concurrent/atomic/AtomicStampedReference.html");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<L_Result> {
        final Node b = new Node(null);
        final Node a = new Node(b);
        Node r1;
        boolean r2;
        // show plain
        final AtomicReference<Node> top = new AtomicReference<>(a);

        @Override
        @Actor
        public void actor1() {
            Node t = top.get();
            Node below = t == null ? null : t.next;
            if (top.compareAndSet(t, below)) {
                r1 = t;
            }
        }

        @Override
        @Actor
        public void actor2() {
            if (top.compareAndSet(a, b) && top.compareAndSet(b, null)) {
                r2 = true;
                a.next = null;
                top.compareAndSet(null, a);
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r2 && top.get() == b ? "corrupt" : "whole";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Fresh implements Body<L_Result> {
        final Node b = new Node(null);
        final Node a = new Node(b);
        Node r1;
        boolean r2;
        // show fresh
        final AtomicReference<Node> top = new AtomicReference<>(a);

        @Override
        @Actor
        public void actor1() {
            Node t = top.get();
            Node below = t == null ? null : t.next;
            if (top.compareAndSet(t, below)) {
                r1 = t;
            }
        }

        @Override
        @Actor
        public void actor2() {
            if (top.compareAndSet(a, b) && top.compareAndSet(b, null)) {
                r2 = true;
                top.compareAndSet(null, new Node(null));
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r2 && top.get() == b ? "corrupt" : "whole";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Stamped implements Body<L_Result> {
        final Node b = new Node(null);
        final Node a = new Node(b);
        Node r1;
        boolean r2;
        // show stamp
        final AtomicStampedReference<Node> top = new AtomicStampedReference<>(a, 0);

        @Override
        @Actor
        public void actor1() {
            int stamp = top.getStamp();
            Node t = top.getReference();
            Node below = t == null ? null : t.next;
            if (top.compareAndSet(t, below, stamp, stamp + 1)) {
                r1 = t;
            }
        }

        @Override
        @Actor
        public void actor2() {
            if (top.compareAndSet(a, b, 0, 1) && top.compareAndSet(b, null, 1, 2)) {
                r2 = true;
                a.next = null;
                top.compareAndSet(null, a, 2, 3);
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r2 && top.getReference() == b ? "corrupt" : "whole";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<L_Result> {
        final Node b = new Node(null);
        final Node a = new Node(b);
        Node r1;
        boolean r2;
        // show lock
        Node top = a;

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                r1 = top;
                top = r1 == null ? null : r1.next;
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                if (top == a) {
                    top = b;
                }
            }
            synchronized (this) {
                if (top == b) {
                    r2 = true;
                    top = null;
                }
            }
            synchronized (this) {
                if (r2) {
                    a.next = top;
                    top = a;
                }
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r2 && top == b ? "corrupt" : "whole";
        }
    }
}
