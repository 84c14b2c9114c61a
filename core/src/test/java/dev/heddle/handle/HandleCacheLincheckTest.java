/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.LincheckDepth;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every order of acquire and close of one key is one that a cache behind one lock, {@link Model}, could have answered:
 * it tells which resource it was, by its number, and how many were closed. The calibrators must be found.
 */
class HandleCacheLincheckTest {
    private static final String WRONG = "Invalid execution results";
    private static final LeakLevel BEFORE = Leaks.level();

    @BeforeAll
    static void watchNothing() {
        Leaks.level(LeakLevel.OFF);
    }

    @AfterAll
    static void restore() {
        Leaks.level(BEFORE);
    }

    @Test
    void anyOrderOfSharesIsOneThatASingleThreadCouldHaveMade() {
        options().check(Shares.class);
    }

    @Test
    void findsACacheThatLooksAndThenMakes() {
        assertThatThrownBy(() -> calibration().check(LookThenMake.class))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining(WRONG);
    }

    @Test
    void findsACacheThatClosesWhatItHandsOut() {
        assertThatThrownBy(() -> calibration().check(CountThenClose.class))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining(WRONG);
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(2)
                .iterations(LincheckDepth.scenarios(6))
                .invocationsPerIteration(200)
                .sequentialSpecification(Model.class);
    }

    /** A calibrator is found at every depth; it ends there, so there may be many scenarios. */
    private static ModelCheckingOptions calibration() {
        return options().iterations(50).invocationsPerIteration(500).minimizeFailedScenario(false);
    }

    /** What users see of one key. Each thread has at most one share. */
    public static class Model {
        private final boolean[] mine = new boolean[8];
        private int owners;
        private int made;
        private int closed;

        public int acquire(int thread) {
            if (!mine[thread]) {
                mine[thread] = true;
                made += owners == 0 ? 1 : 0;
                owners++;
            }
            return made;
        }

        public void close(int thread) {
            if (mine[thread]) {
                mine[thread] = false;
                owners--;
                closed += owners == 0 ? 1 : 0;
            }
        }

        public int closed() {
            return closed;
        }
    }

    /** A cache of one key. */
    public static class Shares {
        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private final HandleCache<String, Integer> cache =
                HandleCache.of(key -> made.incrementAndGet(), resource -> closed.incrementAndGet());
        private final @Nullable Handle<Integer>[] mine = none();

        @Operation
        public int acquire(@Param(gen = ThreadIdGen.class) int thread) throws InterruptedException {
            Handle<Integer> handle = mine[thread];
            if (handle == null) {
                handle = cache.acquire("key");
                mine[thread] = handle;
            }
            return handle.get();
        }

        @Operation
        public void close(@Param(gen = ThreadIdGen.class) int thread) {
            Handle<Integer> handle = mine[thread];
            if (handle != null) {
                handle.close();
                mine[thread] = null;
            }
        }

        @Operation
        public int closed() {
            return closed.get();
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of handles of this type
        private static @Nullable Handle<Integer>[] none() {
            return new Handle[8];
        }
    }

    /** The textbook's map of connections: two threads make two. */
    public static class LookThenMake {
        private final boolean[] mine = new boolean[8];
        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger owners = new AtomicInteger();

        @Operation
        public int acquire(@Param(gen = ThreadIdGen.class) int thread) {
            if (!mine[thread]) {
                mine[thread] = true;
                if (owners.get() == 0) {
                    made.incrementAndGet();
                }
                owners.incrementAndGet();
            }
            return made.get();
        }

        @Operation
        public void close(@Param(gen = ThreadIdGen.class) int thread) {
            if (mine[thread]) {
                mine[thread] = false;
                if (owners.decrementAndGet() == 0) {
                    closed.incrementAndGet();
                }
            }
        }

        @Operation
        public int closed() {
            return closed.get();
        }
    }

    /** Shares are counted, but the last owner looks at the count and then closes: somebody may have come between. */
    public static class CountThenClose {
        private final boolean[] mine = new boolean[8];
        private final int[] had = new int[8];
        private int owners;
        private int made;
        private int closed;
        private boolean open;

        @Operation
        public int acquire(@Param(gen = ThreadIdGen.class) int thread) {
            synchronized (this) {
                if (!mine[thread]) {
                    mine[thread] = true;
                    if (!open) {
                        open = true;
                        made++;
                    }
                    owners++;
                    had[thread] = made;
                }
                return had[thread];
            }
        }

        @Operation
        public void close(@Param(gen = ThreadIdGen.class) int thread) {
            boolean last;
            synchronized (this) {
                last = mine[thread] && owners == 1;
                if (mine[thread]) {
                    mine[thread] = false;
                    owners--;
                }
            }
            if (last) {
                synchronized (this) {
                    open = false;
                    closed++;
                }
            }
        }

        @Operation
        public int closed() {
            synchronized (this) {
                return closed;
            }
        }
    }
}
