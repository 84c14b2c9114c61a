/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The push side: what it accepts comes out, and nobody waits at it for ever. */
class PortTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void whatIsPutInComesOutInOrder() throws Exception {
        Port<Integer> port = Port.of(4);
        List<Integer> results = new ArrayList<>();
        try (Run run = Pipeline.from("port", port)
                .parallel("same", 2, i -> i)
                .to("gather", results::add)
                .start()) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(port.put(i, LONG)).isTrue();
            }
            port.stop();
            Report report = run.await();

            assertThat(results).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
            assertThat(report.in()).isEqualTo(10_000);
            assertThat(port.offer(1)).isFalse();
            assertThat(port.remaining()).isEmpty();
        }
    }

    @Test
    void stoppingTheRunLetsThroughWhatTheManyHavePutIn() throws Exception {
        Port<Integer> port = Port.of(16);
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger out = new AtomicInteger();
        CountDownLatch some = new CountDownLatch(1000);
        try (Run run = Pipeline.from("port", port)
                .to("count", i -> {
                    out.incrementAndGet();
                    some.countDown();
                })
                .start()) {
            List<Thread> putters = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Thread putter = new Thread(() -> {
                    try {
                        while (port.put(1, LONG)) {
                            accepted.incrementAndGet();
                        }
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                putter.start();
                putters.add(putter);
            }
            some.await();
            Report report = run.stop(LONG);
            for (Thread putter : putters) {
                putter.join();
            }

            assertThat(report.out()).isEqualTo(accepted.get()).isEqualTo(out.get());
        }
    }

    @Test
    void aFullPortRefusesAndAPutTimesOut() throws Exception {
        Port<Integer> port = Port.of(2);
        assertThat(port.offer(1)).isTrue();
        assertThat(port.put(2, Duration.ZERO)).isTrue();
        assertThat(port.offer(3)).isFalse();
        assertThat(port.put(3, Duration.ofNanos(1000))).isFalse();
        assertThat(port.size()).isEqualTo(2);
        assertThat(port).hasToString("Port[2 of 2]");
        assertThatThrownBy(port::remaining).isInstanceOf(IllegalStateException.class);
        port.stop();
        assertThat(port.remaining()).containsExactly(1, 2);
    }

    @Test
    void aPutAtAFullPortIsInterruptible() throws Exception {
        Port<Integer> port = Port.of(2);
        port.offer(1);
        port.offer(2);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread putter = new Thread(() -> {
            try {
                port.put(3, LONG);
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        putter.start();
        awaitParked(putter);
        putter.interrupt();
        putter.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> port.put(3, LONG)).isInstanceOf(InterruptedException.class);
        port.stop();
        assertThat(port.remaining()).containsExactly(1, 2);
    }

    @Test
    void stopWakesAPutAtAFullPort() throws Exception {
        Port<Integer> port = Port.of(2);
        port.offer(1);
        port.offer(2);
        AtomicReference<Boolean> accepted = new AtomicReference<>();
        Thread putter = new Thread(() -> {
            try {
                accepted.set(port.put(3, LONG));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        putter.start();
        awaitParked(putter);
        port.stop();
        putter.join();
        assertThat(accepted.get()).isFalse();
    }

    @Test
    void aRunThatDiesRefusesThoseWhoWait() throws Exception {
        Port<Integer> port = Port.of(2);
        CountDownLatch full = new CountDownLatch(1);
        try (Run run = Pipeline.from("port", port)
                .to("fail", i -> {
                    full.await();
                    throw new IllegalStateException("asked to");
                })
                .start()) {
            AtomicInteger accepted = new AtomicInteger();
            Thread putter = new Thread(() -> {
                try {
                    while (port.put(1, LONG)) {
                        accepted.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            putter.start();
            awaitParked(putter);
            full.countDown();
            putter.join();
            assertThatThrownBy(run::await).isInstanceOf(StageException.class);
            assertThat(run.report().in() + port.remaining().size()).isEqualTo(accepted.get());
            assertThat(port.isStopped()).isTrue();
        }
    }

    @Test
    void servesOneRun() throws Exception {
        Port<Integer> port = Port.of(2);
        Pipeline pipeline = Pipeline.from("port", port).to("drop", i -> {});
        try (Run run = pipeline.start()) {
            assertThatThrownBy(pipeline::start).isInstanceOf(IllegalStateException.class);
            port.stop();
            run.await();
        }
        assertThatThrownBy(pipeline::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Port.of(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity: 0 (expected: from 1 to 1073741824)");
    }

    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }
}
