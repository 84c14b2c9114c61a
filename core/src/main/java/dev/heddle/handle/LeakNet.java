/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static java.lang.invoke.ConstantBootstraps.staticFieldVarHandle;
import static java.util.Locale.ROOT;

import dev.heddle.internal.Shared;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds handles that were collected without being closed. */
final class LeakNet {
    /*
     * field        read      write          who writes
     * -----------  --------  -------------  -----------------------------------------------------------
     * level        volatile  volatile       anyone, through Leaks
     * listener     volatile  volatile       anyone, through Leaks
     * CURSORS[i]   plain     plain          threads of the stripe, with a benign race
     * YOUNG[i]     -         getAndSet      threads of the stripe (handle), the reaper (null)
     * sweeping     volatile  CAS, volatile  opener false -> true, the reaper true -> false
     *
     * A phantom reference for each handle would cost more than the rest of the handle. Most handles are
     * closed soon, so the net holds young ones by a plain reference, in a ring of 16 for each stripe of
     * threads: opening a handle exchanges it for the one that stands there. The one that comes out is
     * mostly closed, and forgotten. An open one gets its phantom reference now. A reaper takes out, once a second,
     * what nothing has pushed out, so that a handle is held by the ring for two seconds at most.
     *
     * Nothing is lost: a handle leaves the ring through one exchange, whose winner either finds it
     * closed or tracks it. Two threads of one stripe may read one cursor value and use one place twice;
     * the second then pushes out the handle of the first, which is tracked early and costs time only.
     *
     * The reaper ends when there is nothing to watch, since a library may not leave a thread behind. It
     * writes sweeping = false and then looks at the ring; an opener writes the ring and then looks at
     * sweeping. Both are sequentially consistent, so one of them sees the other: the handle is swept, or a
     * new reaper is started. A handle tracked while the reaper ends was in the ring or is opened at level
     * FULL, whose opener looks at sweeping after adding it to the open ones, which the reaper reads last.
     */
    private static final int PLACES = 16;

    private static final int STRIPES =
            Integer.highestOneBit(Math.min(64, 4 * Runtime.getRuntime().availableProcessors()));

    private static final int SAMPLE = 1024;

    /** How long the reaper stays when there is nothing to watch, in rounds. */
    private static final int IDLE_ROUNDS = 5;

    private static final long ROUND_MILLIS = 1_000;

    private static final VarHandle YOUNG_PLACE = MethodHandles.arrayElementVarHandle(Handle[].class);

    private static final VarHandle SWEEPING =
            staticFieldVarHandle(MethodHandles.lookup(), "sweeping", VarHandle.class, LeakNet.class, boolean.class);

    private static final Handle<?>[] YOUNG = new Handle<?>[STRIPES * PLACES];
    private static final int[] CURSORS = new int[STRIPES * PLACES];
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
        int stripe = ((int) Thread.currentThread().threadId() & (STRIPES - 1)) * PLACES;
        int cursor = CURSORS[stripe]++;
        if (isStackWanted(now, cursor)) {
            handle.track(stack());
        } else {
            Handle<?> displaced = exchangeYoung(stripe + (cursor & (PLACES - 1)), handle);
            if (displaced != null) {
                displaced.track(null);
            }
        }
        if (!sweeping) {
            startReaper();
        }
    }

    /** Takes the stack of a share that its keeper watches itself, if the level wants one. */
    static @Nullable Throwable opened(int ordinal) {
        return isStackWanted(level, ordinal) ? stack() : null;
    }

    private static boolean isStackWanted(LeakLevel level, int ordinal) {
        return level == LeakLevel.FULL || (level == LeakLevel.SAMPLED && ordinal % SAMPLE == 0);
    }

    private static Throwable stack() {
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

    /** Takes every handle out of the ring, and tracks the open ones; false when there was none at all. */
    static boolean sweepYoung() {
        boolean any = false;
        for (int place = 0; place < YOUNG.length; place++) {
            Handle<?> young = exchangeYoung(place, null);
            if (young != null) {
                any = true;
                young.track(null);
            }
        }
        return any;
    }

    private static void giveBack(Tracked dropped) {
        Shared<?> shared = dropped.take();
        if (shared == null) {
            return;
        }
        // The listener and the closer are user code, and may wait: they do not hold up the reaper.
        Thread.ofVirtual().name("heddle-leak").start(() -> {
            Leak leak = new Leak(shared.kind(), dropped.opened());
            try {
                report(leak);
            } finally {
                closeDropped(shared, dropped.generation(), leak.kind());
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

    private static void closeDropped(Shared<?> shared, int generation, String kind) {
        try {
            shared.close(generation);
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

    private static @Nullable Handle<?> exchangeYoung(int place, @Nullable Handle<?> handle) {
        return (Handle<?>) YOUNG_PLACE.getAndSet(YOUNG, place, handle);
    }
}
