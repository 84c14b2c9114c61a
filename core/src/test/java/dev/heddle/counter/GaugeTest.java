/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static dev.heddle.counter.StripedCounterTest.inParallel;
import static dev.heddle.counter.StripedCounterTest.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GaugeTest {
    @Test
    void goesUpAndDown() {
        Gauge gauge = new Gauge();
        gauge.up();
        gauge.up(41);
        gauge.down();
        gauge.down(0);
        gauge.down(11);

        assertThat(gauge.value()).isEqualTo(30);
        assertThat(gauge).hasToString("30");
    }

    @Test
    void refusesANegativeAmount() {
        Gauge gauge = new Gauge();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> gauge.up(-1))
                .withMessage("amount: -1 (expected: at least 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gauge.down(-7))
                .withMessage("amount: -7 (expected: at least 0)");
        assertThat(gauge.value()).isZero();
    }

    @Test
    void tellsOfADownThatNeverWentUp() {
        Gauge gauge = new Gauge();
        gauge.down(3);

        assertThat(gauge.value()).isEqualTo(-3);
    }

    /** The requests in flight of a server: one thread counts a request in, another counts it out. */
    @Test
    void neverReadsNegativeWhileRequestsAreHandedFromThreadToThread() {
        Gauge inFlight = new Gauge();
        BlockingQueue<Integer> requests = new ArrayBlockingQueue<>(16);
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong lowest = new AtomicLong();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                lowest.accumulateAndGet(inFlight.value(), Math::min);
            }
        });
        AtomicLong roles = new AtomicLong();
        inParallel(4, Thread.ofPlatform().factory(), () -> {
            boolean accepts = roles.getAndIncrement() % 2 == 0;
            for (int i = 0; i < 20_000; i++) {
                if (accepts) {
                    inFlight.up();
                    put(requests, i);
                } else {
                    take(requests);
                    inFlight.down();
                }
                inFlight.up(3);
                inFlight.down(3);
            }
        });
        done.set(true);
        join(reader);

        assertThat(lowest).hasValue(0);
        assertThat(inFlight.value()).isZero();
    }

    private static void put(BlockingQueue<Integer> queue, int request) {
        try {
            queue.put(request);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    private static void take(BlockingQueue<Integer> queue) {
        try {
            queue.take();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }
}
