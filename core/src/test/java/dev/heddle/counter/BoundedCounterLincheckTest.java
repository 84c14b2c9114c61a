/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.LincheckDepth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Every schedule of a few operations: additions, exact reads, transfers, snapshots and changes of form. */
class BoundedCounterLincheckTest {
    private static final EscrowTuning TWO_CELLS = new EscrowTuning(2, 1, 0);

    /** One counter, first spread over two cells. */
    @Param(name = "delta", gen = IntGen.class, conf = "-4:4")
    public static class Alone {
        private final BoundedCounter counter = BoundedCounter.of(0, 8, 4, TWO_CELLS);

        public Alone() {
            counter.trySpread(1);
        }

        @Operation
        public boolean tryAdd(@Param(name = "delta") int delta) {
            return counter.tryAdd(delta);
        }

        @Operation
        public long get() {
            return counter.get();
        }

        @Operation
        public void spread() {
            counter.trySpread(1);
        }
    }

    /** Two accounts, one of them spread, with all operations that see both. */
    @Param(name = "delta", gen = IntGen.class, conf = "-3:3")
    @Param(name = "amount", gen = IntGen.class, conf = "0:3")
    public static class Accounts {
        private final BoundedCounter left = BoundedCounter.of(0, 8, 4, TWO_CELLS);
        private final BoundedCounter right = BoundedCounter.of(0, 4, 2, TWO_CELLS);

        public Accounts() {
            left.trySpread(1);
        }

        @Operation
        public boolean addLeft(@Param(name = "delta") int delta) {
            return left.tryAdd(delta);
        }

        @Operation
        public long getRight() {
            return right.get();
        }

        @Operation
        public boolean leftToRight(@Param(name = "amount") int amount) {
            return left.tryTransferTo(right, amount);
        }

        @Operation
        public boolean rightToLeft(@Param(name = "amount") int amount) {
            return right.tryTransferTo(left, amount);
        }

        @Operation
        public List<Long> snapshot() {
            List<Long> values = new ArrayList<>();
            for (long value : BoundedCounter.snapshot(left, right)) {
                values.add(value);
            }
            return values;
        }
    }

    /**
     * The calibrator: an exact read freezes the cell before it looks at the pool, and yet a refill carries money from
     * the one to the other past it. With the lock around the refill the class is right.
     */
    public static class MoneyInFlight {
        private static final long FROZEN = -1;

        private final ReentrantLock lock = new ReentrantLock();
        private final AtomicLong pool = new AtomicLong(4);
        private final AtomicLong cell = new AtomicLong();

        @Operation
        public boolean take() {
            for (; ; ) {
                long funds = cell.get();
                if (funds > 0) {
                    if (cell.compareAndSet(funds, funds - 1)) {
                        return true;
                    }
                } else if (funds == 0 && !refill()) {
                    return false;
                }
            }
        }

        private boolean refill() {
            long funds = pool.get();
            if (funds == 0) {
                return false;
            }
            if (pool.compareAndSet(funds, funds - 2)) {
                for (long now = cell.get(); now == FROZEN || !cell.compareAndSet(now, now + 2); now = cell.get()) {
                    Thread.onSpinWait();
                }
            }
            return true;
        }

        @Operation
        public long get() {
            lock.lock();
            try {
                long funds = cell.getAndSet(FROZEN);
                long total = pool.get() + funds;
                cell.set(funds);
                return total;
            } finally {
                lock.unlock();
            }
        }
    }

    /** The second calibrator: each account is exact, and the transfer is two steps. */
    public static class TwoSteps {
        private final BoundedCounter left = BoundedCounter.of(0, 8, 4);
        private final BoundedCounter right = BoundedCounter.of(0, 8, 4);

        @Operation
        public boolean transfer() {
            if (!left.tryAdd(-1)) {
                return false;
            }
            if (right.tryAdd(1)) {
                return true;
            }
            left.tryAdd(1);
            return false;
        }

        @Operation
        public long total() {
            long total = 0;
            for (long value : BoundedCounter.snapshot(left, right)) {
                total += value;
            }
            return total;
        }
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .iterations(LincheckDepth.scenarios(3))
                .invocationsPerIteration(200);
    }

    /** A calibrator is found at every depth; it ends there, so there may be many scenarios. */
    private static ModelCheckingOptions calibration() {
        return options().iterations(10).invocationsPerIteration(500).minimizeFailedScenario(false);
    }

    @Test
    void isLinearizableWithExactReads() {
        options().check(Alone.class);
    }

    @Test
    void isLinearizableWithTransfersAndSnapshots() {
        options().check(Accounts.class);
    }

    @Test
    void findsMoneyInFlight() {
        assertThatThrownBy(() -> calibration().check(MoneyInFlight.class)).isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void findsATransferInTwoSteps() {
        assertThatThrownBy(() -> calibration().check(TwoSteps.class)).isInstanceOf(LincheckAssertionError.class);
    }
}
