/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedCounterTest {
    /** Spreads whenever asked to, and always when threads meet. */
    private static final EscrowTuning EAGER = new EscrowTuning(4, 1, 0);

    enum Threads {
        PLATFORM,
        VIRTUAL;

        void runAll(int count, Body body) throws Exception {
            CountDownLatch start = new CountDownLatch(1);
            try (var executor = this == PLATFORM
                    ? Executors.newFixedThreadPool(count)
                    : Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    int index = i;
                    running.add(executor.submit(() -> {
                        start.await();
                        body.run(index);
                        return null;
                    }));
                }
                start.countDown();
                for (Future<?> each : running) {
                    each.get();
                }
            }
        }
    }

    @FunctionalInterface
    interface Body {
        void run(int index) throws Exception;
    }

    @Test
    void startsAtItsInitialValue() {
        BoundedCounter counter = BoundedCounter.of(-10, 10, 3);
        assertThat(counter.get()).isEqualTo(3);
        assertThat(counter.min()).isEqualTo(-10);
        assertThat(counter.max()).isEqualTo(10);
        assertThat(BoundedCounter.nonNegative(7).get()).isEqualTo(7);
        assertThat(BoundedCounter.nonNegative(7).max()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesBoundsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundedCounter.of(1, 0, 0))
                .withMessage("max: 0 (expected: at least min, 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundedCounter.of(-1, Long.MAX_VALUE, 0))
                .withMessage("max: 9223372036854775807 (expected: at most min + Long.MAX_VALUE, 9223372036854775806)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundedCounter.of(0, 10, 11))
                .withMessage("initial: 11 (expected: from min to max, 0 to 10)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundedCounter.of(0, 10, -1))
                .withMessage("initial: -1 (expected: from min to max, 0 to 10)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoundedCounter.nonNegative(-1))
                .withMessage("initial: -1 (expected: at least 0)");
    }

    @Test
    void refusesWhatDoesNotFitAndChangesNothing() {
        BoundedCounter counter = BoundedCounter.of(0, 10, 4);
        assertThat(counter.tryAdd(7)).isFalse();
        assertThat(counter.tryAdd(-5)).isFalse();
        assertThat(counter.get()).isEqualTo(4);
        assertThat(counter.tryAdd(6)).isTrue();
        assertThat(counter.tryIncrement()).isFalse();
        assertThat(counter.tryAdd(-10)).isTrue();
        assertThat(counter.tryDecrement()).isFalse();
        assertThat(counter.tryAdd(0)).isTrue();
        assertThat(counter.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, Long.MAX_VALUE - 1, Long.MAX_VALUE})
    void neverWrapsAround(long delta) {
        for (BoundedCounter counter : List.of(
                BoundedCounter.of(Long.MIN_VALUE, -1, Long.MIN_VALUE),
                BoundedCounter.of(0, Long.MAX_VALUE, Long.MAX_VALUE),
                BoundedCounter.of(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2, 0, EAGER),
                BoundedCounter.of(5, 5, 5))) {
            counter.trySpread(1);
            BigInteger next = BigInteger.valueOf(counter.get()).add(BigInteger.valueOf(delta));
            boolean fits = next.compareTo(BigInteger.valueOf(counter.min())) >= 0
                    && next.compareTo(BigInteger.valueOf(counter.max())) <= 0;
            assertThat(counter.tryAdd(delta)).as("%s", counter).isEqualTo(fits);
        }
    }

    @Test
    void agreesWithASequentialModelInBothForms() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            long min = random.nextInt(-1000, 1000) * (random.nextBoolean() ? 1L : Integer.MAX_VALUE);
            long max = min + random.nextLong(0, random.nextBoolean() ? 100 : Long.MAX_VALUE / 2);
            BoundedCounter[] counters = new BoundedCounter[3];
            long[] model = new long[counters.length];
            for (int i = 0; i < counters.length; i++) {
                model[i] = max == min ? min : random.nextLong(min, max);
                counters[i] = BoundedCounter.of(min, max, model[i], EAGER);
            }
            for (int step = 0; step < 200; step++) {
                int at = random.nextInt(counters.length);
                int to = random.nextInt(counters.length);
                long amount = amount(random, max - min);
                String where = "seed " + seed + ", step " + step;
                switch (random.nextInt(5)) {
                    case 0 -> counters[at].trySpread(1 + random.nextInt(3));
                    case 1 -> assertThat(counters[at].get()).as(where).isEqualTo(model[at]);
                    case 2 -> {
                        boolean fits = model[at] - min >= amount && (at == to || max - model[to] >= amount);
                        assertThat(counters[at].tryTransferTo(counters[to], amount))
                                .as(where)
                                .isEqualTo(fits);
                        if (fits) {
                            model[at] -= amount;
                            model[to] += amount;
                        }
                    }
                    case 3 ->
                        assertThat(BoundedCounter.snapshot(counters)).as(where).isEqualTo(model);
                    default -> {
                        long delta = random.nextBoolean() ? amount : -amount;
                        boolean fits = delta >= 0 ? max - model[at] >= delta : model[at] - min >= amount;
                        assertThat(counters[at].tryAdd(delta)).as(where).isEqualTo(fits);
                        if (fits) {
                            model[at] += delta;
                        }
                    }
                }
            }
            assertThat(BoundedCounter.snapshot(counters)).as("seed %d", seed).isEqualTo(model);
        }
    }

    private static long amount(RandomGenerator random, long range) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(4);
            case 1 -> range / 2;
            case 2 -> range;
            default -> random.nextLong(0, Math.max(1, range / 4));
        };
    }

    @Test
    void spreadsOnlyFarFromItsBounds() {
        BoundedCounter counter = BoundedCounter.of(0, 1_000, 500, EAGER);
        counter.trySpread(126);
        assertThat(counter.isSpread()).isFalse();
        counter.trySpread(125);
        assertThat(counter.isSpread()).isTrue();
        assertThat(counter).hasToString("BoundedCounter[about 500 in 0..1000]");
    }

    @Test
    void comesBackIntoOneWordWhenItIsRead() {
        BoundedCounter counter = BoundedCounter.of(0, 1_000, 500, EAGER);
        counter.trySpread(1);
        assertThat(counter.tryAdd(-100)).isTrue();
        assertThat(counter.get()).isEqualTo(400);
        assertThat(counter.isSpread()).isFalse();
        assertThat(counter).hasToString("BoundedCounter[400 in 0..1000]");
    }

    @Test
    void comesBackIntoOneWordNearABound() {
        BoundedCounter counter = BoundedCounter.of(0, 1_000, 500, EAGER);
        counter.trySpread(1);
        assertThat(counter.tryAdd(-499)).isTrue();
        assertThat(counter.isSpread()).isFalse();
        assertThat(counter.tryAdd(-2)).isFalse();
        assertThat(counter.get()).isEqualTo(1);
    }

    @Test
    void sharesItsFundsAnewWhenOneCellRunsDry() {
        BoundedCounter counter = BoundedCounter.of(0, 1_000, 500, EAGER);
        counter.trySpread(1);
        for (int taken = 0; taken < 400; taken++) {
            assertThat(counter.tryDecrement()).isTrue();
        }
        assertThat(counter.isSpread()).isTrue();
        assertThat(counter.get()).isEqualTo(100);
    }

    @Test
    void decidesOverAllCellsBeforeItRefuses() {
        BoundedCounter counter = BoundedCounter.of(0, 1_000, 500, EAGER);
        counter.trySpread(1);
        assertThat(counter.tryAdd(-501)).isFalse();
        counter.trySpread(1);
        assertThat(counter.tryAdd(501)).isFalse();
        counter.trySpread(1);
        assertThat(counter.tryAdd(-500)).isTrue();
        assertThat(counter.get()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void losesNoAdditionWhileItChangesItsForm(Threads threads) throws Exception {
        BoundedCounter counter = BoundedCounter.of(0, 1_000_000, 500_000, EAGER);
        AtomicLong balance = new AtomicLong(500_000);
        threads.runAll(4, index -> {
            Random random = new Random(index);
            long mine = 0;
            for (int i = 0; i < 50_000; i++) {
                long delta = random.nextInt(-200, 201);
                if (counter.tryAdd(delta)) {
                    mine += delta;
                }
                if (i % 64 == 0) {
                    counter.trySpread(1);
                }
                if (i % 500 == 0) {
                    assertThat(counter.get()).isBetween(0L, 1_000_000L);
                }
            }
            balance.addAndGet(mine);
        });
        assertThat(counter.get()).isEqualTo(balance.get());
    }

    @ParameterizedTest
    @EnumSource
    void handsOutExactlyWhatItHas(Threads threads) throws Exception {
        for (int round = 0; round < 50; round++) {
            BoundedCounter stock = BoundedCounter.of(0, 100_000, 10_000, EAGER);
            stock.trySpread(1);
            AtomicLong sold = new AtomicLong();
            threads.runAll(4, index -> {
                long mine = 0;
                while (stock.tryAdd(-(1 + index))) {
                    mine += 1 + index;
                }
                sold.addAndGet(mine);
            });
            while (stock.tryDecrement()) {
                sold.incrementAndGet();
            }
            assertThat(sold.get()).isEqualTo(10_000);
            assertThat(stock.get()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheTotalOfAllAccountsThroughTransfersInCircles(Threads threads) throws Exception {
        BoundedCounter[] accounts = new BoundedCounter[5];
        for (int i = 0; i < accounts.length; i++) {
            accounts[i] = BoundedCounter.of(0, 1_000, 100, EAGER);
        }
        AtomicBoolean done = new AtomicBoolean();
        threads.runAll(6, index -> {
            if (index == 5) {
                while (!done.get()) {
                    assertThat(Arrays.stream(BoundedCounter.snapshot(accounts)).sum())
                            .isEqualTo(500);
                    Thread.yield();
                }
                return;
            }
            Random random = new Random(index);
            for (int i = 0; i < 20_000; i++) {
                accounts[index].trySpread(1);
                accounts[index].tryTransferTo(accounts[(index + 1) % accounts.length], random.nextInt(60));
                accounts[index].tryTransferTo(accounts[random.nextInt(accounts.length)], random.nextInt(10));
            }
            done.set(true);
        });
        assertThat(Arrays.stream(BoundedCounter.snapshot(accounts)).sum()).isEqualTo(500);
    }

    @Test
    void movesNothingInATransferToItself() {
        BoundedCounter counter = BoundedCounter.of(-5, 10, 0);
        assertThat(counter.tryTransferTo(counter, 5)).isTrue();
        assertThat(counter.tryTransferTo(counter, 6)).isFalse();
        assertThat(counter.get()).isZero();
    }

    @Test
    void refusesATransferThatEitherSideCannotTake() {
        BoundedCounter from = BoundedCounter.of(0, 10, 5);
        BoundedCounter to = BoundedCounter.of(-10, 0, -3);
        assertThat(from.tryTransferTo(to, 6)).isFalse();
        assertThat(from.tryTransferTo(to, 4)).isFalse();
        assertThat(from.tryTransferTo(to, 3)).isTrue();
        assertThat(BoundedCounter.snapshot(from, to)).containsExactly(2, 0);
        assertThat(to.tryTransferTo(from, 9)).isFalse();
        assertThat(to.tryTransferTo(from, 8)).isTrue();
        assertThat(BoundedCounter.snapshot(from, to)).containsExactly(10, -8);
    }

    @Test
    void refusesATransferOfANegativeAmountOrToNobody() {
        BoundedCounter counter = BoundedCounter.nonNegative(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counter.tryTransferTo(BoundedCounter.nonNegative(0), -1))
                .withMessage("amount: -1 (expected: at least 0)");
        assertThatNullPointerException()
                .isThrownBy(() -> counter.tryTransferTo(null, 1))
                .withMessage("other");
    }

    @Test
    void readsTheSameCounterMoreThanOnce() {
        BoundedCounter one = BoundedCounter.nonNegative(1);
        BoundedCounter two = BoundedCounter.nonNegative(2);
        assertThat(BoundedCounter.snapshot(two, one, two, one)).containsExactly(2, 1, 2, 1);
        assertThat(BoundedCounter.snapshot()).isEmpty();
        assertThatNullPointerException()
                .isThrownBy(() -> BoundedCounter.snapshot(one, null))
                .withMessage("counters");
        assertThat(one.tryAdd(1)).as("is let go").isTrue();
    }

    @Test
    void keepsTheInterruptFlagAndIsNotDisturbedByIt() {
        BoundedCounter counter = BoundedCounter.of(0, 1_000, 500, EAGER);
        counter.trySpread(1);
        Thread.currentThread().interrupt();
        assertThat(counter.tryAdd(1)).isTrue();
        assertThat(counter.get()).isEqualTo(501);
        assertThat(Thread.interrupted()).isTrue();
    }
}
