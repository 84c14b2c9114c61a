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
import org.openjdk.jcstress.infra.results.I_Result;

/** An element goes into its slot, then the index moves. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class QueueSlot {
    private QueueSlot() {}

    public static Effect effect() {
        return Effect.of("queue-slot", "A data race in a queue slot")
                .question(
                        "A producer puts an element into its slot and then moves the tail; a consumer that sees the tail moved takes the slot: is the element there?")
                .story("""
                One producer, one consumer, one slot: no two threads ever write the same field. The queue looks as if it needed
                nothing.
                """)
                .lesson("""
                The tail is a flag and the slot is its message. With a plain tail the consumer may have looked into the slot
                before it looked at the tail, and takes an empty slot for an element. Release on the producer's index and acquire
                on the consumer's are the price of a queue between two threads, and on x86 they cost nothing but the order.
                """)
                .expected("-1", "The queue was empty.")
                .expected("7", "The element was taken.")
                .surprise("0", "An empty slot was taken for an element.")
                .asks("plain", "plain index", Plain.class)
                .also("opaque", "opaque index", Opaque.class, "The index arrives, in no order with the slot.")
                .fix(
                        "release",
                        "release / acquire index",
                        Release.class,
                        "Everything before the release is there for whoever acquires the index.")
                .fix(
                        "volatile",
                        "volatile index",
                        Volatile.class,
                        "The same, with a full fence after each put that nobody needs.")
                .fix(
                        "element",
                        "release / acquire slot",
                        Element.class,
                        "No index is shared: a slot that is not empty is the message. Heddle's rings go this way.")
                .fix("lock", "lock", Locked.class, "Slot and index change in one step.")
                .block("heddle", "Heddle: AppendList", Listed.class, """
                An index below the size holds its element, and the element never moves. The price holds the first piece of each new list.
                """)
                .readOn("JCTools: queues for the JVM", "https://github.com/JCTools/JCTools");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<I_Result> {
        int r1;
        // show plain
        int slot;
        int tail;

        @Override
        @Actor
        public void actor1() {
            slot = 7;
            tail = 1;
        }

        @Override
        @Actor
        public void actor2() {
            int t = tail;
            int e = slot;
            r1 = t == 0 ? -1 : e;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Opaque implements Body<I_Result> {
        private static final VarHandle TAIL = field(lookup(), "tail", int.class);
        int r1;
        // show opaque
        int slot;
        int tail;

        @Override
        @Actor
        public void actor1() {
            slot = 7;
            TAIL.setOpaque(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            int t = (int) TAIL.getOpaque(this);
            int e = slot;
            r1 = t == 0 ? -1 : e;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Release implements Body<I_Result> {
        private static final VarHandle TAIL = field(lookup(), "tail", int.class);
        int r1;
        // show release
        int slot;
        int tail;

        @Override
        @Actor
        public void actor1() {
            slot = 7;
            TAIL.setRelease(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            int t = (int) TAIL.getAcquire(this);
            int e = slot;
            r1 = t == 0 ? -1 : e;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Volatile implements Body<I_Result> {
        int r1;
        // show volatile
        int slot;
        volatile int tail;

        @Override
        @Actor
        public void actor1() {
            slot = 7;
            tail = 1;
        }

        @Override
        @Actor
        public void actor2() {
            int t = tail;
            int e = slot;
            r1 = t == 0 ? -1 : e;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Element implements Body<I_Result> {
        private static final VarHandle SLOT = field(lookup(), "slot", int.class);
        int r1;
        // show element
        int slot;

        @Override
        @Actor
        public void actor1() {
            SLOT.setRelease(this, 7);
        }

        @Override
        @Actor
        public void actor2() {
            int e = (int) SLOT.getAcquire(this);
            r1 = e == 0 ? -1 : e;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<I_Result> {
        int r1;
        // show lock
        int slot;
        int tail;

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                slot = 7;
                tail = 1;
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                int t = tail;
                int e = slot;
                r1 = t == 0 ? -1 : e;
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Listed implements Body<I_Result> {
        int r1;
        // show heddle
        final AppendList<Integer> queue = AppendList.create();

        @Override
        @Actor
        public void actor1() {
            queue.append(7);
        }

        @Override
        @Actor
        public void actor2() {
            int t = queue.size();
            r1 = t == 0 ? -1 : queue.get(0);
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }
}
