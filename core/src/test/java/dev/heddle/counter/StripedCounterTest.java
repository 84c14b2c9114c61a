/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripedCounterTest {
    /** More than it takes to earn a cell. */
    private static final int MANY = 10 * CellTable.PATIENCE;

    @Test
    void behavesAsLongAdderDoes() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            StripedCounter counter = seed % 2 == 0 ? new StripedCounter() : StripedCounter.withPatience(1);
            LongAdder oracle = new LongAdder();
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(7)) {
                    case 0 -> {
                        counter.increment();
                        oracle.increment();
                    }
                    case 1 -> {
                        counter.decrement();
                        oracle.decrement();
                    }
                    case 2 -> {
                        long delta = random.nextLong();
                        counter.add(delta);
                        oracle.add(delta);
                    }
                    case 3 -> {
                        counter.addFenced(step);
                        oracle.add(step);
                    }
                    case 4 ->
                        onAnotherThread(Thread.ofPlatform().factory(), () -> {
                            counter.add(5);
                            oracle.add(5);
                        });
                    case 5 ->
                        assertThat(counter.sumThenReset()).as("seed %d", seed).isEqualTo(oracle.sumThenReset());
                    default -> {
                        counter.reset();
                        oracle.reset();
                    }
                }
                assertThat(counter.sum()).as("seed %d", seed).isEqualTo(oracle.sum());
                assertThat(counter.sumFenced()).as("seed %d", seed).isEqualTo(oracle.sum());
                assertThat(counter.longValue()).as("seed %d", seed).isEqualTo(oracle.longValue());
                assertThat(counter.intValue()).as("seed %d", seed).isEqualTo(oracle.intValue());
                assertThat(counter.floatValue()).as("seed %d", seed).isEqualTo(oracle.floatValue());
                assertThat(counter.doubleValue()).as("seed %d", seed).isEqualTo(oracle.doubleValue());
                assertThat(counter.toString()).as("seed %d", seed).isEqualTo(oracle.toString());
            }
        }
    }

    @Test
    void hasEveryMethodOfLongAdder() {
        assertThat(signatures(StripedCounter.class)).containsAll(signatures(LongAdder.class));
    }

    private static List<String> signatures(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .map(method ->
                        method.getReturnType() + " " + method.getName() + Arrays.toString(method.getParameterTypes()))
                .toList();
    }

    @Test
    void isReadBackWithItsSumAndCountsOn() throws Exception {
        StripedCounter counter = new StripedCounter();
        counter.add(40);
        onAnotherThread(Thread.ofPlatform().factory(), () -> addOnes(counter, MANY));

        StripedCounter copy = (StripedCounter) readBack(written(counter));
        copy.add(2);

        assertThat(copy.sum()).isEqualTo(MANY + 42);
        assertThat(counter.sum()).isEqualTo(MANY + 40);
    }

    @Test
    void refusesAStreamThatHoldsItsFields() throws Exception {
        // A stream as a forger would write it: an object of the class itself, without fields.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
        out.writeShort(ObjectStreamConstants.STREAM_VERSION);
        out.writeByte(ObjectStreamConstants.TC_OBJECT);
        out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
        out.writeUTF(StripedCounter.class.getName());
        out.writeLong(1);
        out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
        out.writeShort(0);
        out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
        out.writeByte(ObjectStreamConstants.TC_NULL);

        assertThatThrownBy(() -> readBack(bytes.toByteArray())).isInstanceOf(InvalidObjectException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void losesNoAdditionOfPlatformThreads(int threads) {
        StripedCounter counter = new StripedCounter();

        inParallel(threads, Thread.ofPlatform().factory(), () -> addOnes(counter, 200_000));

        assertThat(counter.sum()).isEqualTo(threads * 200_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 200})
    void losesNoAdditionOfVirtualThreads(int threads) {
        StripedCounter counter = new StripedCounter();

        inParallel(threads, Thread.ofVirtual().factory(), () -> addOnes(counter, 10_000));

        assertThat(counter.sum()).isEqualTo(threads * 10_000L);
    }

    @Test
    void losesNoAdditionWhenBothKindsOfThreadsMeet() {
        StripedCounter counter = new StripedCounter();
        addOnes(counter, MANY);

        onAnotherThread(
                Thread.ofPlatform().factory(),
                () -> inParallel(8, Thread.ofVirtual().factory(), () -> addOnes(counter, 50_000)));
        inParallel(4, Thread.ofPlatform().factory(), () -> addOnes(counter, 50_000));
        addOnes(counter, MANY);

        assertThat(counter.sum()).isEqualTo(2L * MANY + 12 * 50_000L);
    }

    @Test
    void losesNoAdditionOfMoreThreadsThanThereAreCells() throws InterruptedException {
        StripedCounter counter = StripedCounter.withPatience(1);
        int threads = CellTable.MAX_OWNED + 200;
        CountDownLatch owning = new CountDownLatch(threads);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofPlatform().start(() -> {
                addOnes(counter, 100);
                owning.countDown();
                await(owning);
                addOnes(counter, 1000);
            }));
        }
        for (Thread thread : all) {
            thread.join();
        }

        assertThat(counter.sum()).isEqualTo(threads * 1100L);
    }

    @Test
    void addsUpAnyNumberOfCells() throws InterruptedException {
        StripedCounter counter = StripedCounter.withPatience(1);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        int before = 0;
        for (int i = 0; i < 40; i++) {
            long amount = 1L << i;
            CountDownLatch added = new CountDownLatch(1);
            all.add(Thread.ofPlatform().start(() -> {
                counter.add(0); // earns the cell that the amount goes to
                counter.add(amount);
                added.countDown();
                await(end);
            }));
            await(added);

            assertThat(counter.sum()).isEqualTo(2 * amount - 1);
            assertThat(counter.cells()).isBetween(before, before + 2);
            before = counter.cells();
        }
        end.countDown();
        for (Thread thread : all) {
            thread.join();
        }

        assertThat(before).isGreaterThan(32);
    }

    @Test
    void takesOverTheCellsOfDeadThreads() {
        StripedCounter counter = StripedCounter.withPatience(1);
        for (int i = 0; i < 2_000; i++) {
            onAnotherThread(Thread.ofPlatform().factory(), () -> addOnes(counter, 3));
        }

        assertThat(counter.sum()).isEqualTo(6_000);
        assertThat(counter.cells()).isLessThanOrEqualTo(3);
    }

    @Test
    void staysSmallWhenManyThreadsAddOnce() {
        StripedCounter counter = new StripedCounter();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch allHaveAdded = new CountDownLatch(300);
        for (int i = 0; i < 300; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                counter.increment();
                allHaveAdded.countDown();
                await(allHaveAdded);
            }));
        }
        threads.forEach(StripedCounterTest::join);

        assertThat(counter.sum()).isEqualTo(300);
        assertThat(counter.cells()).isLessThanOrEqualTo(300 / CellTable.PATIENCE + 2);
    }

    @Test
    @Timeout(100)
    void handsEveryAdditionToOneInterval() {
        StripedCounter counter = new StripedCounter();
        AtomicBoolean done = new AtomicBoolean();
        LongAdder drained = new LongAdder();
        Thread drainer = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                long interval = counter.sumThenReset();
                assertThat(interval).isNotNegative();
                drained.add(interval);
            }
        });
        for (int round = 0; round < 20; round++) {
            inParallel(3, Thread.ofPlatform().factory(), () -> addOnes(counter, 20_000));
            inParallel(3, Thread.ofVirtual().factory(), () -> addOnes(counter, 20_000));
        }
        done.set(true);
        join(drainer);

        assertThat(drained.sum() + counter.sum()).isEqualTo(20 * 6 * 20_000L);
    }

    @Test
    void sumsNeverGoBackNorBelowZeroBesideResets() {
        StripedCounter counter = new StripedCounter();
        AtomicBoolean done = new AtomicBoolean();
        AtomicBoolean wentBack = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> {
            long last = 0;
            while (!done.get()) {
                long sum = counter.sum();
                if (sum < last) {
                    wentBack.set(true);
                }
                last = sum;
            }
        });
        inParallel(4, Thread.ofPlatform().factory(), () -> addOnes(counter, 300_000));
        done.set(true);
        join(reader);
        assertThat(wentBack).isFalse();

        done.set(false);
        AtomicBoolean negative = new AtomicBoolean();
        Thread watcher = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                if (counter.sum() < 0) {
                    negative.set(true);
                }
            }
        });
        inParallel(3, Thread.ofPlatform().factory(), () -> {
            for (int i = 0; i < 20_000; i++) {
                counter.increment();
                if (i % 64 == 0) {
                    counter.reset();
                }
            }
        });
        done.set(true);
        join(watcher);
        assertThat(negative).isFalse();
    }

    @Test
    void keepsNoThreadAlive() {
        StripedCounter counter = StripedCounter.withPatience(1);
        var collected = new java.lang.ref.WeakReference<>(deadThreadThatAddedTo(counter));

        while (collected.get() != null) {
            System.gc();
        }

        assertThat(counter.sum()).isEqualTo(3);
    }

    private static Thread deadThreadThatAddedTo(StripedCounter counter) {
        Thread thread = Thread.ofPlatform().start(() -> addOnes(counter, 3));
        join(thread);
        return thread;
    }

    private static byte[] written(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object readBack(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    static void addOnes(StripedCounter counter, int times) {
        for (int i = 0; i < times; i++) {
            counter.increment();
        }
    }

    static void inParallel(int threads, ThreadFactory factory, Runnable body) {
        CountDownLatch ready = new CountDownLatch(threads);
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = factory.newThread(() -> {
                ready.countDown();
                await(ready);
                body.run();
            });
            thread.start();
            started.add(thread);
        }
        started.forEach(StripedCounterTest::join);
    }

    static void onAnotherThread(ThreadFactory factory, Runnable body) {
        inParallel(1, factory, body);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }
}
