/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import dev.heddle.learn.Waits;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A thread looks for work, finds none and goes to sleep. */
@SuppressWarnings({"WaitNotInLoop", "NakedNotify", "unused"}) // the mistake is the lesson
public final class LostWakeup {
    private LostWakeup() {}

    public static Effect effect() {
        return Effect.of("lost-wakeup", "The lost wake-up")
                .question(
                        "A thread looks whether it may go on and waits if not; another lets it go on and notifies: can the notification miss it?")
                .story("""
                The look is outside the lock, because it is cheaper there. Waiting needs the lock, and so does notifying. To get
                the thread back for the next sample, sleeping ends after a quarter of a second here; without that limit it would
                last for ever.
                """)
                .lesson("""
                The notification comes after the look and before the wait: nobody is waiting yet, it wakes nobody, and the thread
                goes to sleep on news that is already there. A volatile flag does not help, the gap is what hurts. The look
                belongs under the lock that the notifier takes, in a loop. A permit - LockSupport, Semaphore, CountDownLatch -
                remembers, and cannot be missed.
                """)
                .how(Effect.How.FEW)
                .expected("went on", "The waiter saw the flag, or was woken.")
                .surprise("slept", "The notification came before the wait: the waiter sleeps through it.")
                .asks("plain", "look, then wait", Plain.class)
                .fix(
                        "lock",
                        "look under the lock",
                        Locked.class,
                        "Nothing fits between the look and the wait: waiting gives the lock back in the same step.")
                .fix("latch", "CountDownLatch", Latched.class, "The latch remembers that it was opened.")
                .fix(
                        "park",
                        "LockSupport",
                        Parked.class,
                        "A permit that comes before the park makes the park return at once.")
                .fix(
                        "spin",
                        "volatile flag, spinning",
                        Spinning.class,
                        "Nothing to miss, and a processor is kept busy.")
                .readOn(
                        "The Java Language Specification, 17.2: wait sets and notification",
                        "https://docs.oracle.com/javase/specs/jls/se21/html/jls-17.html#jls-17.2");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<L_Result> {
        boolean r1;
        // show plain
        volatile boolean ready;

        @Override
        @Actor
        public void actor1() {
            r1 = true;
            if (!ready) {
                synchronized (this) {
                    r1 = Waits.on(this);
                }
            }
        }

        @Override
        @Actor
        public void actor2() {
            ready = true;
            synchronized (this) {
                notifyAll();
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 ? "went on" : "slept";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<L_Result> {
        boolean r1;
        // show lock
        boolean ready;

        @Override
        @Actor
        public void actor1() {
            r1 = true;
            synchronized (this) {
                while (!ready) {
                    r1 = Waits.on(this);
                }
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                ready = true;
                notifyAll();
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 ? "went on" : "slept";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Latched implements Body<L_Result> {
        boolean r1;
        // show latch
        final CountDownLatch ready = new CountDownLatch(1);

        @Override
        @Actor
        public void actor1() {
            r1 = Waits.on(ready);
        }

        @Override
        @Actor
        public void actor2() {
            ready.countDown();
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 ? "went on" : "slept";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Parked implements Body<L_Result> {
        boolean r1;
        // show park
        volatile boolean ready;
        volatile Thread waiter;

        @Override
        @Actor
        public void actor1() {
            r1 = true;
            waiter = Thread.currentThread();
            while (!ready) {
                r1 = Waits.park();
            }
        }

        @Override
        @Actor
        public void actor2() {
            ready = true;
            LockSupport.unpark(waiter);
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 ? "went on" : "slept";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Spinning implements Body<L_Result> {
        boolean r1;
        // show spin
        volatile boolean ready;

        @Override
        @Actor
        public void actor1() {
            while (!ready) {
                Thread.onSpinWait();
            }
            r1 = true;
        }

        @Override
        @Actor
        public void actor2() {
            ready = true;
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 ? "went on" : "slept";
        }
    }
}
