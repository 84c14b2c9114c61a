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

/** An object reaches another thread through a plain field. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class UnsafePublication {
    private UnsafePublication() {}

    public static Effect effect() {
        return Effect.of("unsafe-publication", "Unsafe publication and the final freeze")
                .question(
                        "One thread makes an object and stores it in a plain field; can another thread find the object there with a field still unset?")
                .story("""
                Making an object is several stores: its fields, then the reference to it. The reader that finds a reference
                follows it and reads the field.
                """)
                .lesson("""
                The language allows a half-built object, and enumerating the reorderings finds it in three steps. An x86
                processor keeps stores in order and the compilers of this machine rarely use their freedom here, so expect
                few or none. A final field is frozen at the end of the constructor and correct for anybody who gets the
                reference afterwards - but only if the constructor does not let the reference escape, as the last row does.
                """)
                .expected("-1", "No object yet.")
                .expected("42", "A whole object.")
                .surprise("0", "An object with its field still unset.")
                .asks("plain", "plain field, plain reference", Plain.class)
                .also(
                        "escape",
                        "this escapes from the constructor",
                        Escape.class,
                        "A final field helps those who get the reference after the constructor. This one hands it out before.")
                .also(
                        "opaque",
                        "opaque reference",
                        Opaque.class,
                        "The reference arrives whole, in no order with what it refers to.")
                .fix(
                        "final",
                        "final field",
                        Final.class,
                        "Frozen at the end of the constructor: no reader can see it otherwise.")
                .fix(
                        "volatile",
                        "volatile reference",
                        Volatile.class,
                        "The stores of the constructor come before the reference for whoever reads it.")
                .fix(
                        "release",
                        "release / acquire",
                        Release.class,
                        "The same with the two fences that it takes and no more.")
                .fix("lock", "lock", Locked.class, "Both sides go through the same lock.")
                .block("heddle", "Heddle: AppendList", Listed.class, """
                An element is seen whole, plain fields and all. The price holds the first piece of each new list.
                """)
                .readOn(
                        "The Java Language Specification, 17.5: final field semantics",
                        "https://docs.oracle.com/javase/specs/jls/se21/html/jls-17.html#jls-17.5");
    }

    /** Holds a value that its maker sets. */
    static final class Box {
        int value;

        Box(int value) {
            this.value = value;
        }
    }

    /** Holds a value that is frozen when its constructor ends. */
    static final class FinalBox {
        final int value;

        FinalBox(int value) {
            this.value = value;
        }
    }

    /** Hands itself out before it is done. */
    static final class EarlyBox {
        final int value;

        EarlyBox(Escape place, int value) {
            place.box = this;
            this.value = value;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<I_Result> {
        int r1;
        // show plain
        Box box;

        @Override
        @Actor
        public void actor1() {
            box = new Box(42);
        }

        @Override
        @Actor
        public void actor2() {
            Box b = box;
            r1 = b == null ? -1 : b.value;
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
    public static class Escape implements Body<I_Result> {
        int r1;
        // show escape
        EarlyBox box;

        @Override
        @Actor
        public void actor1() {
            new EarlyBox(this, 42);
        }

        @Override
        @Actor
        public void actor2() {
            EarlyBox b = box;
            r1 = b == null ? -1 : b.value;
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
        private static final VarHandle BOX = field(lookup(), "box", Box.class);
        int r1;
        // show opaque
        Box box;

        @Override
        @Actor
        public void actor1() {
            BOX.setOpaque(this, new Box(42));
        }

        @Override
        @Actor
        public void actor2() {
            Box b = (Box) BOX.getOpaque(this);
            r1 = b == null ? -1 : b.value;
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
    public static class Final implements Body<I_Result> {
        int r1;
        // show final
        FinalBox box;

        @Override
        @Actor
        public void actor1() {
            box = new FinalBox(42);
        }

        @Override
        @Actor
        public void actor2() {
            FinalBox b = box;
            r1 = b == null ? -1 : b.value;
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
        volatile Box box;

        @Override
        @Actor
        public void actor1() {
            box = new Box(42);
        }

        @Override
        @Actor
        public void actor2() {
            Box b = box;
            r1 = b == null ? -1 : b.value;
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
        private static final VarHandle BOX = field(lookup(), "box", Box.class);
        int r1;
        // show release
        Box box;

        @Override
        @Actor
        public void actor1() {
            BOX.setRelease(this, new Box(42));
        }

        @Override
        @Actor
        public void actor2() {
            Box b = (Box) BOX.getAcquire(this);
            r1 = b == null ? -1 : b.value;
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
        Box box;

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                box = new Box(42);
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                r1 = box == null ? -1 : box.value;
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
        final AppendList<Box> boxes = AppendList.create();

        @Override
        @Actor
        public void actor1() {
            boxes.append(new Box(42));
        }

        @Override
        @Actor
        public void actor2() {
            r1 = boxes.isEmpty() ? -1 : boxes.get(0).value;
        }
        // end

        @Override
        @Arbiter
        public void observe(I_Result r) {
            r.r1 = r1;
        }
    }
}
