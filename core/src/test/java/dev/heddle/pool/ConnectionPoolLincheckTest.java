/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.LincheckDepth;
import dev.heddle.handle.Handle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every order of acquire, close and a second close of an old lease is one that a pool behind one lock, {@link Model},
 * could have answered. The calibrators must be found.
 */
class ConnectionPoolLincheckTest {
    private static final String WRONG = "Invalid execution results";

    @Test
    void anyOrderOfLeasesIsOneThatASingleThreadCouldHaveMade() {
        options().check(Leases.class);
    }

    @Test
    void anyOrderOfLeasesThatNeedAResetIsOneThatASingleThreadCouldHaveMade() {
        options().check(LeasesWithReset.class);
    }

    @Test
    void anyOrderOfLeasesOfTwoKeysThatShareTheRoomIsOneThatASingleThreadCouldHaveMade() {
        options().sequentialSpecification(ModelOfTwoKeys.class).check(LeasesOfTwoKeys.class);
    }

    @Test
    void findsAnAcquireThatLooksAndThenTakes() {
        assertThatThrownBy(() -> calibration().check(LookThenTake.class))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining(WRONG);
    }

    @Test
    void findsACloseThatFreesWhateverTheLease() {
        assertThatThrownBy(() -> calibration().check(CloseOfAnyLease.class))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining(WRONG);
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(2)
                .iterations(LincheckDepth.scenarios(2))
                .invocationsPerIteration(60)
                .sequentialSpecification(Model.class);
    }

    /** A calibrator is found at every depth; it ends there, so there may be many scenarios. */
    private static ModelCheckingOptions calibration() {
        return options().iterations(50).invocationsPerIteration(500).minimizeFailedScenario(false);
    }

    /** What users see of one connection. Each thread has at most one lease, and all know one that is over. */
    public static class Model {
        private static final int NOBODY = -1;

        private int owner = NOBODY;

        public boolean acquire(int thread) {
            if (owner != NOBODY) {
                return false;
            }
            owner = thread;
            return true;
        }

        public void close(int thread) {
            if (owner == thread) {
                owner = NOBODY;
            }
        }

        public void closeStale() {}
    }

    /** What the threads of a scenario have of a pool: at most one lease each. */
    public abstract static class Held {
        final ConnectionPool<String, Object> pool;
        private final @Nullable Handle<?>[] mine = new Handle<?>[8];

        Held(ConnectionPool<String, Object> pool) {
            this.pool = pool;
        }

        boolean take(int thread, String key) throws InterruptedException {
            if (mine[thread] != null) {
                return false;
            }
            try {
                mine[thread] = pool.acquire(key, Duration.ZERO);
                return true;
            } catch (AcquireTimeoutException e) {
                return false;
            }
        }

        @Operation
        public void close(@Param(gen = ThreadIdGen.class) int thread) {
            Handle<?> lease = mine[thread];
            if (lease != null) {
                lease.close();
                mine[thread] = null;
            }
        }
    }

    /** A pool of one connection. */
    public static class Leases extends Held {
        private final Handle<Object> stale;

        public Leases() {
            this(false);
        }

        Leases(boolean resets) {
            super(SmallPool.of(resets, new SmallPool.Beds()));
            stale = requireNonNull(pool.tryAcquire(SmallPool.KEY));
            stale.close();
        }

        @Operation
        public boolean acquire(@Param(gen = ThreadIdGen.class) int thread) throws InterruptedException {
            return take(thread, SmallPool.KEY);
        }

        @Operation
        public void closeStale() {
            stale.close();
        }
    }

    /** The same where a connection is put in order between two leases. */
    public static class LeasesWithReset extends Leases {
        public LeasesWithReset() {
            super(true);
        }
    }

    /** As {@link Model}, where a lease of either key takes all the room. */
    public static class ModelOfTwoKeys extends Model {
        public boolean acquire(int thread, boolean other) {
            return acquire(thread);
        }
    }

    /** Room for one connection of two keys, whose callers close that of the other key, and open their own. */
    public static class LeasesOfTwoKeys extends Held {
        public LeasesOfTwoKeys() {
            super(SmallPool.prompt(new SmallPool.Beds()));
        }

        @Operation
        public boolean acquire(@Param(gen = ThreadIdGen.class) int thread, @Param(gen = BooleanGen.class) boolean other)
                throws InterruptedException {
            return take(thread, other ? "other" : SmallPool.KEY);
        }
    }

    /** The textbook's pool: two threads see the connection free. */
    public static class LookThenTake {
        private volatile int owner = Model.NOBODY;

        @Operation
        public boolean acquire(@Param(gen = ThreadIdGen.class) int thread) {
            if (owner != Model.NOBODY) {
                return false;
            }
            owner = thread;
            return true;
        }

        @Operation
        public void close(@Param(gen = ThreadIdGen.class) int thread) {
            if (owner == thread) {
                owner = Model.NOBODY;
            }
        }

        @Operation
        public void closeStale() {}
    }

    /** A close that does not ask whose lease it is: a stale one gives the next owner's connection away. */
    public static class CloseOfAnyLease {
        private final AtomicInteger owner = new AtomicInteger(Model.NOBODY);

        @Operation
        public boolean acquire(@Param(gen = ThreadIdGen.class) int thread) {
            return owner.compareAndSet(Model.NOBODY, thread);
        }

        @Operation
        public void close(@Param(gen = ThreadIdGen.class) int thread) {
            if (owner.get() == thread) {
                owner.set(Model.NOBODY);
            }
        }

        @Operation
        public void closeStale() {
            owner.set(Model.NOBODY);
        }
    }
}
