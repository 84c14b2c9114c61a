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
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A loop waits for a flag that another thread sets. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class HoistedFlag {
    private HoistedFlag() {}

    public static Effect effect() {
        return Effect.of("hoisted-flag", "The hoisted loop flag")
                .question("A thread loops until a plain flag is set, and another thread sets it: does the loop end?")
                .story("""
                The loop has run for a while when the flag is set. A sample ends when the loop does, or is given up as never
                ending a good while later.
                """)
                .lesson("""
                The optimising compiler sees a loop that never writes the flag. It reads the flag once, before the loop, and if it
                was down the loop is for ever. The interpreter and the quick compiler read it every time, which is why such a
                program works in a test and hangs in production. Opaque is enough: it must be read each time.
                """)
                .how(Effect.How.ENDLESS)
                .expected("TERMINATED", "The loop saw the flag and ended.")
                .surprise("STALE", "The loop never ends: the flag was read once and is not looked at again.")
                .asks("plain", "plain flag", Plain.class)
                .fix(
                        "opaque",
                        "opaque",
                        Opaque.class,
                        "Each read is a read. It arrives some day, which is all a flag needs.")
                .fix(
                        "acquire",
                        "acquire / release",
                        Acquire.class,
                        "The flag arrives, and all that was written before it.")
                .fix(
                        "volatile",
                        "volatile",
                        Volatile.class,
                        "The word that everybody knows; as fast as opaque to read on x86.")
                .also(
                        "spin",
                        "Thread.onSpinWait",
                        Hint.class,
                        "No promise at all, as the model goes: it is a hint to the processor. It ends here if this compiler keeps the read.")
                .fix("lock", "lock", Locked.class, "Taking the lock reads anew each time.")
                .readOn(
                        "Aleksey Shipilev: Close Encounters of The Java Memory Model Kind",
                        "https://shipilev.net/blog/2016/close-encounters-of-jmm-kind/");
    }

    @JCStressTest(Mode.Termination)
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<I_Result> {
        // show plain
        boolean stop;

        @Override
        @Actor
        public void actor1() {
            while (!stop) {
                // wait
            }
        }

        @Override
        @Signal
        public void actor2() {
            stop = true;
        }
        // end

        @Override
        public void observe(I_Result r) {}
    }

    @JCStressTest(Mode.Termination)
    @JCStressMeta(Seen.class)
    @State
    public static class Opaque implements Body<I_Result> {
        private static final VarHandle STOP = field(lookup(), "stop", boolean.class);
        // show opaque
        boolean stop;

        @Override
        @Actor
        public void actor1() {
            while (!(boolean) STOP.getOpaque(this)) {
                // wait
            }
        }

        @Override
        @Signal
        public void actor2() {
            STOP.setOpaque(this, true);
        }
        // end

        @Override
        public void observe(I_Result r) {}
    }

    @JCStressTest(Mode.Termination)
    @JCStressMeta(Seen.class)
    @State
    public static class Acquire implements Body<I_Result> {
        private static final VarHandle STOP = field(lookup(), "stop", boolean.class);
        // show acquire
        boolean stop;

        @Override
        @Actor
        public void actor1() {
            while (!(boolean) STOP.getAcquire(this)) {
                // wait
            }
        }

        @Override
        @Signal
        public void actor2() {
            STOP.setRelease(this, true);
        }
        // end

        @Override
        public void observe(I_Result r) {}
    }

    @JCStressTest(Mode.Termination)
    @JCStressMeta(Seen.class)
    @State
    public static class Volatile implements Body<I_Result> {
        // show volatile
        volatile boolean stop;

        @Override
        @Actor
        public void actor1() {
            while (!stop) {
                // wait
            }
        }

        @Override
        @Signal
        public void actor2() {
            stop = true;
        }
        // end

        @Override
        public void observe(I_Result r) {}
    }

    @JCStressTest(Mode.Termination)
    @JCStressMeta(Seen.class)
    @State
    public static class Hint implements Body<I_Result> {
        // show spin
        boolean stop;

        @Override
        @Actor
        public void actor1() {
            while (!stop) {
                Thread.onSpinWait();
            }
        }

        @Override
        @Signal
        public void actor2() {
            stop = true;
        }
        // end

        @Override
        public void observe(I_Result r) {}
    }

    @JCStressTest(Mode.Termination)
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<I_Result> {
        // show lock
        boolean stop;

        @Override
        @Actor
        public void actor1() {
            while (!stopped()) {
                // wait
            }
        }

        synchronized boolean stopped() {
            return stop;
        }

        @Override
        @Signal
        public void actor2() {
            synchronized (this) {
                stop = true;
            }
        }
        // end

        @Override
        public void observe(I_Result r) {}
    }
}
