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
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Two independent writers, and two readers that may disagree. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class Iriw {
    private Iriw() {}

    public static Effect effect() {
        var effect = Effect.of("iriw", "Independent reads of independent writes")
                .question(
                        "Two threads each raise a flag, two others look at both flags in opposite order: can they disagree on which came first?")
                .story("""
                The outcome is what the third thread saw of x and y, then what the fourth saw of y and x. Disagreement is 1, 0
                and 1, 0: one saw x raised and y not yet, the other y raised and x not yet.
                """)
                .lesson("""
                With plain fields a compiler that swaps the loads of one reader is enough. With acquire and release the loads
                stay in order, and the readers may still disagree where a store reaches some processors earlier than others;
                x86 and 64-bit ARM show each store to all at once, so they do not, but the model lets it happen and the enumerator
                here, which assumes one memory, does not find it. Volatile promises one order for all. Four actors on fewer than
                four processors take turns, which makes such an outcome all but unreachable: read a zero here with that in mind.
                """);
        for (int i = 0; i < 16; i++) {
            String outcome = (i >> 3 & 1) + ", " + (i >> 2 & 1) + ", " + (i >> 1 & 1) + ", " + (i & 1);
            if (i == 0b1010) {
                effect.surprise(outcome, "The readers disagree on which flag was raised first.");
            } else {
                effect.expected(
                        outcome,
                        switch (i) {
                            case 0 -> "Nobody has seen a flag.";
                            case 0b1111 -> "Everybody has seen both flags.";
                            default -> "Some flags seen, and an order of the writes explains it.";
                        });
            }
        }
        return effect.asks("plain", "plain fields", Plain.class)
                .also("opaque", "opaque", Opaque.class, "Keeps no order between two variables.")
                .also(
                        "release",
                        "acquire / release",
                        Release.class,
                        "Each reader is in order; the model does not ask for one order of the writes. This processor gives it for free.")
                .fix(
                        "volatile",
                        "volatile",
                        Volatile.class,
                        "There is one order of all volatile writes, and both readers see that.")
                .fix("lock", "lock", Locked.class, "The order in which the lock was taken is the order for all.")
                .block("heddle", "Heddle: BoundedCounter", Balances.class, """
                Reads are exact, so all readers agree on the order of the additions.
                """)
                .readOn("Doug Lea: Using JDK 9 Memory Order Modes", "https://gee.cs.oswego.edu/dl/html/j9mm.html");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<IIII_Result> {
        int r1;
        int r2;
        int r3;
        int r4;
        // show plain
        int x;
        int y;

        @Override
        @Actor
        public void actor1() {
            x = 1;
        }

        @Override
        @Actor
        public void actor2() {
            y = 1;
        }

        @Override
        @Actor
        public void actor3() {
            r1 = x;
            r2 = y;
        }

        @Override
        @Actor
        public void actor4() {
            r3 = y;
            r4 = x;
        }
        // end

        @Override
        @Arbiter
        public void observe(IIII_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
            r.r4 = r4;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Opaque implements Body<IIII_Result> {
        private static final VarHandle X = field(lookup(), "x", int.class);
        private static final VarHandle Y = field(lookup(), "y", int.class);
        int r1;
        int r2;
        int r3;
        int r4;
        // show opaque
        int x;
        int y;

        @Override
        @Actor
        public void actor1() {
            X.setOpaque(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            Y.setOpaque(this, 1);
        }

        @Override
        @Actor
        public void actor3() {
            r1 = (int) X.getOpaque(this);
            r2 = (int) Y.getOpaque(this);
        }

        @Override
        @Actor
        public void actor4() {
            r3 = (int) Y.getOpaque(this);
            r4 = (int) X.getOpaque(this);
        }
        // end

        @Override
        @Arbiter
        public void observe(IIII_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
            r.r4 = r4;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Release implements Body<IIII_Result> {
        private static final VarHandle X = field(lookup(), "x", int.class);
        private static final VarHandle Y = field(lookup(), "y", int.class);
        int r1;
        int r2;
        int r3;
        int r4;
        // show release
        int x;
        int y;

        @Override
        @Actor
        public void actor1() {
            X.setRelease(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            Y.setRelease(this, 1);
        }

        @Override
        @Actor
        public void actor3() {
            r1 = (int) X.getAcquire(this);
            r2 = (int) Y.getAcquire(this);
        }

        @Override
        @Actor
        public void actor4() {
            r3 = (int) Y.getAcquire(this);
            r4 = (int) X.getAcquire(this);
        }
        // end

        @Override
        @Arbiter
        public void observe(IIII_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
            r.r4 = r4;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Volatile implements Body<IIII_Result> {
        int r1;
        int r2;
        int r3;
        int r4;
        // show volatile
        volatile int x;
        volatile int y;

        @Override
        @Actor
        public void actor1() {
            x = 1;
        }

        @Override
        @Actor
        public void actor2() {
            y = 1;
        }

        @Override
        @Actor
        public void actor3() {
            r1 = x;
            r2 = y;
        }

        @Override
        @Actor
        public void actor4() {
            r3 = y;
            r4 = x;
        }
        // end

        @Override
        @Arbiter
        public void observe(IIII_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
            r.r4 = r4;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<IIII_Result> {
        int r1;
        int r2;
        int r3;
        int r4;
        // show lock
        int x;
        int y;

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                x = 1;
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                y = 1;
            }
        }

        @Override
        @Actor
        public void actor3() {
            synchronized (this) {
                r1 = x;
                r2 = y;
            }
        }

        @Override
        @Actor
        public void actor4() {
            synchronized (this) {
                r3 = y;
                r4 = x;
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(IIII_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
            r.r4 = r4;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Balances implements Body<IIII_Result> {
        int r1;
        int r2;
        int r3;
        int r4;
        // show heddle
        final BoundedCounter x = BoundedCounter.nonNegative(0);
        final BoundedCounter y = BoundedCounter.nonNegative(0);

        @Override
        @Actor
        public void actor1() {
            x.tryAdd(1);
        }

        @Override
        @Actor
        public void actor2() {
            y.tryAdd(1);
        }

        @Override
        @Actor
        public void actor3() {
            r1 = (int) x.get();
            r2 = (int) y.get();
        }

        @Override
        @Actor
        public void actor4() {
            r3 = (int) y.get();
            r4 = (int) x.get();
        }
        // end

        @Override
        @Arbiter
        public void observe(IIII_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
            r.r4 = r4;
        }
    }
}
