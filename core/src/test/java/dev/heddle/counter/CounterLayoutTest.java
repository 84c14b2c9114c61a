/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static dev.heddle.counter.StripedCounterTest.addOnes;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.info.GraphLayout;

/** What the counters take in memory, as the running virtual machine lays it out. */
class CounterLayoutTest {
    private static final int LINE_BYTES = 64;

    @Test
    void aCounterOfOneThreadTakesNoMoreThan40Bytes() {
        StripedCounter counter = new StripedCounter();
        addOnes(counter, 100_000);

        assertThat(GraphLayout.parseInstance(counter).totalSize()).isLessThanOrEqualTo(40);
    }

    @Test
    void theFieldsOfACellHaveACacheLineOnBothSides() {
        ClassLayout layout = ClassLayout.parseClass(Cell.class);
        for (FieldLayout field : layout.fields()) {
            if (field.name().equals("value") || field.name().equals("owner")) {
                assertThat(field.offset()).as(field.name()).isGreaterThanOrEqualTo(LINE_BYTES);
                assertThat(layout.instanceSize() - field.offset() - field.size())
                        .as(field.name())
                        .isGreaterThanOrEqualTo(LINE_BYTES - Long.BYTES);
            }
        }
        assertThat(layout.instanceSize()).isLessThanOrEqualTo(160);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aMillionShortPlatformThreadsLeaveLessThanAMegabyte() throws InterruptedException {
        StripedCounter counter = new StripedCounter();
        // 20,000 in every build, the whole million with -Pstress.
        int threads = Integer.getInteger("heddle.threads", 20_000);
        addOnceEach(counter, threads);

        assertThat(counter.sum()).isEqualTo(threads);
        assertThat(retainedBytes(counter)).isLessThan(1_000_000);
    }

    private static void addOnceEach(StripedCounter counter, int threads) throws InterruptedException {
        int atOnce = 50;
        for (int i = 0; i < threads / atOnce; i++) {
            Thread[] batch = new Thread[atOnce];
            for (int n = 0; n < atOnce; n++) {
                batch[n] = Thread.ofPlatform().start(counter::increment);
            }
            for (Thread thread : batch) {
                thread.join();
            }
        }
    }

    @Test
    void aMillionVirtualThreadsLeaveLessThanAMegabyte() throws InterruptedException {
        StripedCounter counter = new StripedCounter();
        CountDownLatch done = new CountDownLatch(1_000_000);
        for (int i = 0; i < 1_000_000; i++) {
            Thread.ofVirtual().start(() -> {
                counter.increment();
                done.countDown();
            });
        }
        done.await();

        assertThat(counter.sum()).isEqualTo(1_000_000);
        assertThat(retainedBytes(counter)).isLessThan(1_000_000);
    }

    @Test
    void asManyOwnersAsMayBeTakeLessThanAMegabyte() throws InterruptedException {
        StripedCounter counter = StripedCounter.withPatience(1);
        List<WeakReference<Thread>> owners = new ArrayList<>();
        int cells = cellsOfManyOwners(counter, owners);
        while (owners.stream().anyMatch(owner -> !owner.refersTo(null))) {
            System.gc();
        }

        assertThat(cells).isGreaterThanOrEqualTo(CellTable.MAX_OWNED);
        assertThat(counter.sum()).isEqualTo(3L * (CellTable.MAX_OWNED + 50));
        assertThat(retainedBytes(counter)).isLessThan(1_000_000);
    }

    private static int cellsOfManyOwners(StripedCounter counter, List<WeakReference<Thread>> owners)
            throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch added = new CountDownLatch(CellTable.MAX_OWNED + 50);
        Thread[] threads = new Thread[CellTable.MAX_OWNED + 50];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofPlatform().start(() -> {
                addOnes(counter, 3);
                added.countDown();
                StripedCounterTest.await(end);
            });
        }
        added.await();
        int cells = counter.cells();
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
            owners.add(new WeakReference<>(thread));
        }
        return cells;
    }

    /** All that the counter leads to, once the collector has cleared the weak references to dead threads. */
    private static long retainedBytes(StripedCounter counter) {
        System.gc();
        System.gc();
        return GraphLayout.parseInstance(counter).totalSize();
    }
}
