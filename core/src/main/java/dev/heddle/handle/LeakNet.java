/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static java.lang.invoke.ConstantBootstraps.staticFieldVarHandle;
import static java.util.Locale.ROOT;

import dev.heddle.internal.Watched;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds handles that were collected without being closed. */
final class LeakNet {
    /*
     * field        read      write          who writes
     * -----------  --------  -------------  -----------------------------------------------------------
     * level        volatile  volatile       anyone, through Leaks
     * listener     volatile  volatile       anyone, through Leaks
     * sweeping     volatile  CAS, volatile  opener false -> true, the reaper true -> false
     *
     * A phantom reference for each handle would cost more than the rest of the handle. Most handles are
     * closed soon, so the net holds young ones by a plain reference, each thread its own (Cradle), and those
     * of virtual threads together (Ring). What is still open when it is pushed out gets its phantom reference
     * then. A reaper takes out, once a second, what nothing has pushed out, so that a handle is held for two
     * seconds at most. Whoever takes a handle out finds it closed or tracks it, so none is lost.
     *
     * The reaper ends when there is nothing to watch, since a library may not leave a thread behind. It
     * writes sweeping = false and looks once more at the handles; an opener puts its handle down and then looks
     * at sweeping. An opener at the ring or at level FULL has made a volatile write before: one of the two sees
     * the other, and the handle is swept or a new reaper started. An opener at a cradle has made a release
     * write only, to spare a fence in every handle, and its look at sweeping may come before the
     * write is seen. That is why the reaper waits for a whole round between its write and its last look:
     * a write that was made is seen at some time, which is all that release promises, and a second is some
     * ten million times what it takes.
     */
    /** How long the reaper stays when there is nothing to watch, in rounds. */
    private static final int IDLE_ROUNDS = 4;

    private static final long ROUND_MILLIS = 1_000;

    private static final VarHandle SWEEPING =
            staticFieldVarHandle(MethodHandles.lookup(), "sweeping", VarHandle.class, LeakNet.class, boolean.class);

    private static final AtomicLong FOUND = new AtomicLong();

    private static volatile boolean sweeping;
    private static volatile LeakLevel level = initialLevel();
    private static volatile Consumer<? super Leak> listener = LeakNet::log;

    private LeakNet() {}

    static LeakLevel level() {
        return level;
    }

    static void level(LeakLevel wanted) {
        level = wanted;
    }

    static void listener(Consumer<? super Leak> wanted) {
        listener = wanted;
    }

    static long found() {
        return FOUND.get();
    }

    /** Watches a handle that has just been opened, on the thread that opened it. */
    static void watch(Handle<?> handle) {
        LeakLevel now = level;
        if (now == LeakLevel.OFF) {
            return;
        }
        if (now == LeakLevel.FULL) {
            handle.track(stack());
        } else {
            Cradle mine = Cradle.mine();
            if (mine != null) {
                mine.add(handle);
            } else {
                Ring.add(handle);
            }
        }
        if (!sweeping) {
            startReaper();
        }
    }

    /** Takes the stack of a share that its keeper watches itself, if the level wants one. */
    static @Nullable Throwable opened(int ordinal) {
        return ((long) ordinal << 32 & level.unsampled()) == 0 ? stack() : null;
    }

    /** The stack that opened a handle. */
    static Throwable stack() {
        return new Throwable("opened on thread '" + Thread.currentThread().getName() + "'");
    }

    private static void startReaper() {
        if (SWEEPING.compareAndSet(false, true)) {
            Thread reaper = new Thread(LeakNet::reap, "heddle-leak-net");
            reaper.setDaemon(true);
            reaper.setContextClassLoader(null);
            reaper.start();
        }
    }

    private static void reap() {
        int idle = 0;
        long lastSweep = System.nanoTime();
        while (true) {
            Tracked dropped = awaitDropped();
            if (dropped != null) {
                giveBack(dropped);
            }
            if (System.nanoTime() - lastSweep < ROUND_MILLIS * 1_000_000) {
                continue;
            }
            lastSweep = System.nanoTime();
            idle = sweepYoung() || !Tracked.isNoneOpen() ? 0 : idle + 1;
            if (idle >= IDLE_ROUNDS) {
                sweeping = false;
                awaitRound();
                boolean nothingLeft = !sweepYoung() && Tracked.isNoneOpen();
                if (nothingLeft || !SWEEPING.compareAndSet(false, true)) {
                    return;
                }
                idle = 0;
            }
        }
    }

    private static @Nullable Tracked awaitDropped() {
        try {
            return Tracked.awaitDropped(ROUND_MILLIS);
        } catch (InterruptedException ignored) {
            return null; // nobody has a reason to end the reaper; it ends by itself
        }
    }

    private static void awaitRound() {
        long end = System.nanoTime() + ROUND_MILLIS * 1_000_000;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(LeakNet.class, left);
            Thread.interrupted(); // nobody has a reason to: see awaitDropped
        }
    }

    /** Takes out every young handle, and tracks the open ones; false when there was none at all. */
    static boolean sweepYoung() {
        boolean any = Cradle.sweepAll();
        return Ring.sweep() || any;
    }

    private static void giveBack(Tracked dropped) {
        Watched<?> shared = dropped.shared();
        if (!dropped.take() || !shared.isBorrowed(dropped.share())) {
            return; // it was closed
        }
        // The listener and the closer are user code, and may wait: they do not hold up the reaper.
        Thread.ofVirtual().name("heddle-leak").start(() -> {
            Leak leak = new Leak(shared.kind(), dropped.opened());
            try {
                report(leak);
            } finally {
                closeDropped(shared, dropped.share(), leak.kind());
            }
        });
    }

    /** Counts a leak and tells the listener. */
    static void report(Leak leak) {
        FOUND.incrementAndGet();
        try {
            LeakEvent.emit(leak);
            listener.accept(leak);
        } catch (RuntimeException e) {
            logger().log(Level.WARNING, "the listener of leaks failed", e);
        }
    }

    private static void closeDropped(Watched<?> shared, int share, String kind) {
        try {
            shared.close(share);
        } catch (Exception e) {
            logger().log(Level.WARNING, "the closer of a leaked " + kind + " failed", e);
        }
    }

    private static void log(Leak leak) {
        String hint = leak.opened() == null ? " (level FULL of dev.heddle.handle.Leaks names the stack)" : "";
        logger().log(Level.WARNING, "a handle on " + leak.kind() + " was dropped without close" + hint, leak.opened());
    }

    private static System.Logger logger() {
        return System.getLogger("dev.heddle.handle");
    }

    private static LeakLevel initialLevel() {
        String wanted = System.getProperty("dev.heddle.leaks", LeakLevel.SAMPLED.name());
        for (LeakLevel known : LeakLevel.values()) {
            if (known.name().equals(wanted.toUpperCase(ROOT))) {
                return known;
            }
        }
        throw new IllegalArgumentException(
                "dev.heddle.leaks: " + wanted + " (expected: off, counted, sampled or full)");
    }
}
