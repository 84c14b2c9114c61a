/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn.effect;

import dev.heddle.handle.Handle;
import dev.heddle.handle.WeakHandle;
import dev.heddle.learn.Body;
import dev.heddle.learn.Effect;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A shared resource is closed by the last one who uses it. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "unused"
}) // the mistake is the lesson; fields are reached through handles
public final class EarlyDelete {
    private EarlyDelete() {}

    public static Effect effect() {
        return Effect.of("early-delete", "Early delete and reference counting")
                .question(
                        "The last user closes a shared file while a newcomer takes a share of it: can the newcomer hold a closed file?")
                .story("""
                A count says how many use the file; whoever brings it to zero closes it. The newcomer looks first: a count
                above zero means that the file is open.
                """)
                .lesson("""
                Between the look and the addition the last user may leave. The counter is exact all the while - atomic
                even - and the newcomer still holds a file that is closed. What is checked and what is changed have to
                be one step: add one only to a count that is not zero.
                """)
                .expected("refused", "The newcomer came too late and was told so.")
                .expected("open", "The newcomer has its share and the file is open.")
                .surprise("closed", "The newcomer was given a share of a file that is closed.")
                .asks("plain", "look, then add", Plain.class)
                .also(
                        "owner",
                        "no count: the owner closes",
                        Owner.class,
                        "Nobody counts; the owner closes when it is done and whoever still reads finds the file closed.")
                .also(
                        "volatile",
                        "volatile flag",
                        Flag.class,
                        "A flag that says closed is up to date when it is read, and out of date one step later.")
                .fix("lock", "lock", Locked.class, "Look and add under one lock, and so the release.")
                .fix(
                        "cas",
                        "compareAndSet from non-zero",
                        Cas.class,
                        "The addition happens only to the count that was looked at, and never to zero.")
                .block("heddle", "Heddle: Handle", Owned.class, """
                A way to the file that is no share becomes one only while somebody holds one. The price holds what finds a share that was
                dropped without a close.
                """)
                .readOn(
                        "Java Concurrency Stress: the samples, read in their order",
                        "https://github.com/openjdk/jcstress/tree/master/jcstress-samples/src/main/java/org/openjdk/jcstress/samples");
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Plain implements Body<L_Result> {
        boolean r1;
        // show plain
        final AtomicInteger users = new AtomicInteger(1);
        volatile boolean closed;

        @Override
        @Actor
        public void actor1() {
            if (users.get() > 0) {
                users.getAndIncrement();
                r1 = true;
            }
        }

        @Override
        @Actor
        public void actor2() {
            if (users.decrementAndGet() == 0) {
                closed = true;
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = !r1 ? "refused" : closed ? "closed" : "open";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Owner implements Body<L_Result> {
        boolean r1;
        boolean r2;
        // show owner
        volatile boolean closed;

        @Override
        @Actor
        public void actor1() {
            if (!closed) {
                r1 = true;
                r2 = closed;
            }
        }

        @Override
        @Actor
        public void actor2() {
            closed = true;
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = !r1 ? "refused" : r2 ? "closed" : "open";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Flag implements Body<L_Result> {
        boolean r1;
        // show volatile
        volatile int users = 1;
        volatile boolean closed;

        @Override
        @Actor
        public void actor1() {
            if (!closed) {
                users++;
                r1 = true;
            }
        }

        @Override
        @Actor
        public void actor2() {
            users--;
            if (users == 0) {
                closed = true;
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = !r1 ? "refused" : closed ? "closed" : "open";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Locked implements Body<L_Result> {
        boolean r1;
        // show lock
        int users = 1;
        boolean closed;

        @Override
        @Actor
        public void actor1() {
            synchronized (this) {
                if (users > 0) {
                    users++;
                    r1 = true;
                }
            }
        }

        @Override
        @Actor
        public void actor2() {
            synchronized (this) {
                users--;
                if (users == 0) {
                    closed = true;
                }
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = !r1 ? "refused" : closed ? "closed" : "open";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Cas implements Body<L_Result> {
        boolean r1;
        // show cas
        final AtomicInteger users = new AtomicInteger(1);
        volatile boolean closed;

        @Override
        @Actor
        public void actor1() {
            int n;
            do {
                n = users.get();
            } while (n > 0 && !users.compareAndSet(n, n + 1));
            r1 = n > 0;
        }

        @Override
        @Actor
        public void actor2() {
            if (users.decrementAndGet() == 0) {
                closed = true;
            }
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = !r1 ? "refused" : closed ? "closed" : "open";
        }
    }

    @JCStressTest
    @JCStressMeta(Seen.class)
    @State
    public static class Owned implements Body<L_Result> {
        int r1;
        // show heddle
        final SharedFile file = new SharedFile();
        final Handle<SharedFile> last = Handle.of(file);
        final WeakHandle<SharedFile> way = last.weak();

        @Override
        @Actor
        public void actor1() {
            Handle<SharedFile> share = way.tryRetain();
            if (share != null) {
                r1 = share.get().closed ? 2 : 1;
                share.close();
            }
        }

        @Override
        @Actor
        public void actor2() {
            last.close();
        }
        // end

        @Override
        @Arbiter
        public void observe(L_Result r) {
            r.r1 = r1 == 0 ? "refused" : r1 == 1 ? "open" : "closed";
        }
    }

    /** What is shared. */
    static final class SharedFile implements AutoCloseable {
        volatile boolean closed;

        @Override
        public void close() {
            closed = true;
        }
    }
}
