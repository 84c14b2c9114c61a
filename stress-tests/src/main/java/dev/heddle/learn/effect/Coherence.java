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
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** One variable, read three times through two references to the same object. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class Coherence {
    private Coherence() {}

    public static Effect effect() {
        return Effect.of("coherence", "Coherence of one variable")
                .question(
                        "One variable goes from 0 to 1, and a thread reads it three times: can it read 1 and then 0 again?")
                .story("""
                The reader holds two references, a and b. Both are to the same object, which the compiler cannot know. It reads
                a.x, b.x and a.x again.
                """)
                .lesson("""
                The processor keeps one variable in order always. The compiler does not have to: it has a.x in a register from
                the first read and uses it again for the third, with the fresh b.x in between, and time runs backwards. An opaque read,
                the weakest mode above plain, is enough to forbid it.
                """)
                .expected("0, 0, 0", "All reads came before the write.")
                .expected("0, 0, 1", "The write came before the last read.")
                .expected("0, 1, 1", "The write came before the second read.")
                .expected("1, 1, 1", "The write came first.")
                .surprise("0, 1, 0", "Time ran backwards: new, then old again.")
                .surprise("1, 0, 0", "Time ran backwards at the second read.")
                .surprise("1, 0, 1", "Time ran backwards and forwards again.")
                .surprise("1, 1, 0", "Time ran backwards at the third read.")
                .asks("plain", "plain field", Plain.class)
                .fix(
                        "opaque",
                        "opaque",
                        Opaque.class,
                        "Each opaque read is a read of its own, in the order of the program.")
                .fix("release", "acquire / release", Release.class, "More than is needed for one variable.")
                .fix("volatile", "volatile", Volatile.class, "More than is needed for one variable.")
                .fix("lock", "lock", Locked.class, "The three reads happen with no write in between.")
                .block("heddle", "Heddle: StripedCounter", Striped.class, """
                The sums that one thread reads while others add never go back.
                """)
                .steady()
                .readOn(
                        "Aleksey Shipilev: Close Encounters of The Java Memory Model Kind",
                        "https://shipilev.net/blog/2016/close-encounters-of-jmm-kind/");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<III_Result> {
        int r1;
        int r2;
        int r3;
        // show plain
        int x;
        final Plain a = this;
        final Plain b = this;

        @Override
        @Actor
        public void actor1() {
            x = 1;
        }

        @Override
        @Actor
        public void actor2() {
            r1 = a.x;
            r2 = b.x;
            r3 = a.x;
        }
        // end

        @Override
        @Arbiter
        public void observe(III_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Opaque implements Body<III_Result> {
        private static final VarHandle X = field(lookup(), "x", int.class);
        int r1;
        int r2;
        int r3;
        // show opaque
        int x;
        final Opaque a = this;
        final Opaque b = this;

        @Override
        @Actor
        public void actor1() {
            X.setOpaque(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = (int) X.getOpaque(a);
            r2 = (int) X.getOpaque(b);
            r3 = (int) X.getOpaque(a);
        }
        // end

        @Override
        @Arbiter
        public void observe(III_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Release implements Body<III_Result> {
        private static final VarHandle X = field(lookup(), "x", int.class);
        int r1;
        int r2;
        int r3;
        // show release
        int x;
        final Release a = this;
        final Release b = this;

        @Override
        @Actor
        public void actor1() {
            X.setRelease(this, 1);
        }

        @Override
        @Actor
        public void actor2() {
            r1 = (int) X.getAcquire(a);
            r2 = (int) X.getAcquire(b);
            r3 = (int) X.getAcquire(a);
        }
        // end

        @Override
        @Arbiter
        public void observe(III_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Volatile implements Body<III_Result> {
        int r1;
        int r2;
        int r3;
        // show volatile
        volatile int x;
        final Volatile a = this;
        final Volatile b = this;

        @Override
        @Actor
        public void actor1() {
            x = 1;
        }

        @Override
        @Actor
        public void actor2() {
            r1 = a.x;
            r2 = b.x;
            r3 = a.x;
        }
        // end

        @Override
        @Arbiter
        public void observe(III_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<III_Result> {
        int r1;
        int r2;
        int r3;
        // show lock
        int x;
        final Locked a = this;
        final Locked b = this;

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
                r1 = a.x;
                r2 = b.x;
                r3 = a.x;
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(III_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Striped implements Body<III_Result> {
        int r1;
        int r2;
        int r3;
        // show heddle
        final StripedCounter x = new StripedCounter();
        final StripedCounter a = x;
        final StripedCounter b = x;

        @Override
        @Actor
        public void actor1() {
            x.increment();
        }

        @Override
        @Actor
        public void actor2() {
            r1 = a.intValue();
            r2 = b.intValue();
            r3 = a.intValue();
        }
        // end

        @Override
        @Arbiter
        public void observe(III_Result r) {
            r.r1 = r1;
            r.r2 = r2;
            r.r3 = r3;
        }
    }
}
