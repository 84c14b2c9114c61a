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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A 64-bit value is written in one go, or not. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class TornLong {
    private TornLong() {}

    public static Effect effect() {
        return Effect.of("torn-long", "Torn 64-bit access")
                .question(
                        "One thread stores -1 into a long that is 0, another reads it: can the reader see a number that nobody wrote?")
                .story("""
                Minus one is 64 ones, zero is 64 zeros. The language allows a plain long to be written as two halves of 32
                bits. Whether that happens is up to the machine.
                """)
                .lesson("""
                The language allows the halves to be seen apart, and a 64-bit virtual machine never does it, because its
                stores are 64 bits wide: zero of many here is what to expect, and still no promise. The other rows show
                what torn means where it does happen: two int fields that belong together, and a long that was laid across
                the border of two cache lines, which even the processor cannot move in one piece.
                """)
                .expected("0", "The reader came before the store.")
                .expected("-1", "The reader came after the store.")
                .surprise("4294967295", "Torn: only the low half has been written.")
                .surprise("-4294967296", "Torn: only the high half has been written.")
                .otherwise("Torn: some bytes are new and some are old.")
                .asks("plain", "plain long", Plain.class)
                .also(
                        "halves",
                        "two int halves",
                        Halves.class,
                        "Two stores and two loads: another thread fits in between, in every mode of compilation.")
                .also(
                        "crossing",
                        "a long across two cache lines",
                        Crossing.class,
                        "A view on a byte array may lay a long anywhere. Where it crosses a cache line, the processor stores it in two parts.")
                .fix(
                        "volatile",
                        "volatile",
                        Volatile.class,
                        "A volatile long is whole on every machine: the language says so.")
                .fix("opaque", "opaque", Opaque.class, "Opaque is the cheapest mode that makes a long whole.")
                .fix("atomic", "AtomicLong", Atomic.class, "Whole, and it can add and compare too.")
                .block("heddle", "Heddle: StripedCounter", Striped.class, """
                A total of 64 bits that is never seen half added.
                """)
                .steady()
                .readOn(
                        "The Java Language Specification, 17.7: non-atomic treatment of double and long",
                        "https://docs.oracle.com/javase/specs/jls/se21/html/jls-17.html#jls-17.7");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<J_Result> {
        long r1;
        // show plain
        long value;

        @Override
        @Actor
        public void actor1() {
            value = -1L;
        }

        @Override
        @Actor
        public void actor2() {
            r1 = value;
        }
        // end

        @Override
        @Arbiter
        public void observe(J_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Halves implements Body<J_Result> {
        int r1;
        int r2;
        // show halves
        int low;
        int high;

        @Override
        @Actor
        public void actor1() {
            low = -1;
            high = -1;
        }

        @Override
        @Actor
        public void actor2() {
            r1 = low;
            r2 = high;
        }
        // end

        @Override
        @Arbiter
        public void observe(J_Result r) {
            r.r1 = ((long) r2 << 32) | (r1 & 0xFFFFFFFFL);
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Crossing implements Body<J_Result> {
        private static final VarHandle LONG =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
        long r1;
        // show crossing
        final byte[] bytes = new byte[128];

        @Override
        @Actor
        public void actor1() { // 8 bytes somewhere in 128: of the offsets from 41 to 105 one crosses from line to line.
            for (int at = 41; at < 105; at += 7) {
                LONG.set(bytes, at, -1L);
            }
        }

        @Override
        @Actor
        public void actor2() {
            long seen = 0;
            for (int at = 41; at < 105 && (seen == 0 || seen == -1); at += 7) {
                seen = (long) LONG.get(bytes, at);
            }
            r1 = seen;
        }
        // end

        @Override
        @Arbiter
        public void observe(J_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Volatile implements Body<J_Result> {
        long r1;
        // show volatile
        volatile long value;

        @Override
        @Actor
        public void actor1() {
            value = -1L;
        }

        @Override
        @Actor
        public void actor2() {
            r1 = value;
        }
        // end

        @Override
        @Arbiter
        public void observe(J_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Opaque implements Body<J_Result> {
        private static final VarHandle VALUE = field(lookup(), "value", long.class);
        long r1;
        // show opaque
        long value;

        @Override
        @Actor
        public void actor1() {
            VALUE.setOpaque(this, -1L);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = (long) VALUE.getOpaque(this);
        }
        // end

        @Override
        @Arbiter
        public void observe(J_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Atomic implements Body<J_Result> {
        long r1;
        // show atomic
        final AtomicLong value = new AtomicLong();

        @Override
        @Actor
        public void actor1() {
            value.set(-1L);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = value.get();
        }
        // end

        @Override
        @Arbiter
        public void observe(J_Result r) {
            r.r1 = r1;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Striped implements Body<J_Result> {
        long r1;
        // show heddle
        final StripedCounter value = new StripedCounter();

        @Override
        @Actor
        public void actor1() {
            value.add(-1L);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = value.sum();
        }
        // end

        @Override
        @Arbiter
        public void observe(J_Result r) {
            r.r1 = r1;
        }
    }
}
