/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Readings while a thread records. It records 0, 1, 2 and so on, times a factor, so the count alone tells every other
 * figure: a reading that holds a part of a record, or misses one before it, is found whatever part that is.
 */
class SummarySnapshotTest {
    private static final int READINGS = 3_000;

    @Test
    void ofNarrowValuesBelongToTheirCount() throws Exception {
        readWhileRecording(1);
    }

    @Test
    void ofValuesWhoseSquaresAreCarriedAllTheTimeBelongToTheirCount() throws Exception {
        readWhileRecording(1 << 9);
    }

    @Test
    void ofWideValuesBelongToTheirCount() throws Exception {
        readWhileRecording(1L << 36);
    }

    private static void readWhileRecording(long factor) throws InterruptedException {
        LongSummary summary = new LongSummary();
        AtomicLong recorded = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (long i = 0; !done.get(); i++) {
                summary.record(i % 4_000_000 * factor);
                recorded.setRelease(i + 1);
            }
        });
        try {
            for (int i = 0; i < READINGS; i++) {
                long before = recorded.getAcquire();
                LongSummaryStats stats = summary.stats();
                assertThat(stats.count()).isGreaterThanOrEqualTo(before);
                if (stats.count() > 0 && stats.count() <= 4_000_000) {
                    assertThat(stats).isEqualTo(firstMultiples(stats.count(), factor));
                }
            }
        } finally {
            done.set(true);
        }
        writer.join();
    }

    /** What the first {@code count} multiples of a factor make, by the formulas for sums of whole numbers. */
    private static LongSummaryStats firstMultiples(long count, long factor) {
        BigInteger n = BigInteger.valueOf(count);
        BigInteger less = n.subtract(BigInteger.ONE);
        BigInteger by = BigInteger.valueOf(factor);
        BigInteger sum = n.multiply(less).shiftRight(1).multiply(by);
        BigInteger squares = n.multiply(less)
                .multiply(n.add(less))
                .divide(BigInteger.valueOf(6))
                .multiply(by)
                .multiply(by);
        BigInteger spread = n.multiply(squares).subtract(sum.multiply(sum));
        return new LongSummaryStats(
                count,
                sum,
                0,
                (count - 1) * factor,
                Rounding.quotient(sum, n, 0),
                Rounding.quotient(spread, n.multiply(n), 0));
    }

    @Test
    void ofDoublesOfManyExponentsBelongToTheirCount() throws Exception {
        DoubleSummary summary = new DoubleSummary();
        AtomicLong recorded = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (long i = 0; !done.get(); i++) {
                // Bins are turned out now and then: 2^-70 has the place of 2^26 in the row.
                summary.record(Math.scalb(1.0, (int) (i % 96) - 70));
                recorded.setRelease(i + 1);
            }
        });
        try {
            for (int i = 0; i < READINGS; i++) {
                long before = recorded.getAcquire();
                DoubleSummaryStats stats = summary.stats();
                assertThat(stats.count()).isGreaterThanOrEqualTo(before);
                BigInteger units = powersOfTwo(stats.count(), 1);
                assertThat(stats.sum()).isEqualTo(Rounding.quotient(units, BigInteger.ONE, -70));
                if (stats.count() > 0) {
                    BigInteger n = BigInteger.valueOf(stats.count());
                    BigInteger spread =
                            n.multiply(powersOfTwo(stats.count(), 2)).subtract(units.multiply(units));
                    assertThat(stats.variance()).isEqualTo(Rounding.quotient(spread, n.multiply(n), -140));
                    assertThat(stats.min()).isEqualTo(0x1p-70);
                    assertThat(stats.max()).isEqualTo(Math.scalb(1.0, (int) Math.min(96, stats.count()) - 71));
                }
            }
        } finally {
            done.set(true);
        }
        writer.join();
    }

    /** The sum of 1, 2, 4 and so on, 96 of them again and again, each to the power of {@code power}. */
    private static BigInteger powersOfTwo(long count, int power) {
        return BigInteger.valueOf(count / 96).multiply(geometric(96, power)).add(geometric(count % 96, power));
    }

    private static BigInteger geometric(long terms, int power) {
        BigInteger base = BigInteger.ONE.shiftLeft(power);
        return base.pow((int) terms).subtract(BigInteger.ONE).divide(base.subtract(BigInteger.ONE));
    }

    @Test
    void ofManyThreadsMissNothingThatWasRecordedBefore() throws Exception {
        LongSummary summary = new LongSummary();
        AtomicBoolean done = new AtomicBoolean();
        List<AtomicLong> recorded = new ArrayList<>();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            AtomicLong mine = new AtomicLong();
            recorded.add(mine);
            Thread.Builder kind = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            writers.add(kind.start(() -> {
                for (long count = 1; !done.get(); count++) {
                    summary.record(-3);
                    mine.setRelease(count);
                }
            }));
        }
        try {
            for (int i = 0; i < 1_000; i++) {
                long before =
                        recorded.stream().mapToLong(AtomicLong::getAcquire).sum();
                LongSummaryStats stats = summary.stats();
                assertThat(stats.count()).isGreaterThanOrEqualTo(before);
                assertThat(stats.sum()).isEqualTo(-3 * stats.count());
            }
        } finally {
            done.set(true);
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(summary.stats().count())
                .isEqualTo(recorded.stream().mapToLong(AtomicLong::get).sum());
    }
}
