/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.counter;

import static dev.heddle.counter.StripedCounterTest.addOnes;
import static dev.heddle.counter.StripedCounterTest.inParallel;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Additions of threads that come and go, all of them counted. */
class LongRunTest {
    /** A hundred million additions: 2,000 generations of five threads, each of them with its own share. */
    @Test
    void countsAHundredMillionAdditionsOfThreadsThatComeAndGo() {
        StripedCounter counter = new StripedCounter();
        Gauge gauge = new Gauge();
        AtomicInteger turn = new AtomicInteger();
        for (int generation = 0; generation < 2_000; generation++) {
            inParallel(
                    5,
                    generation % 4 == 3
                            ? Thread.ofVirtual().factory()
                            : Thread.ofPlatform().factory(),
                    () -> {
                        int share = 2_000 * (1 + turn.getAndIncrement() % 5) + 4_000;
                        gauge.up();
                        addOnes(counter, share);
                        gauge.down();
                    });
        }

        assertThat(counter.sum()).isEqualTo(100_000_000);
        assertThat(gauge.value()).isZero();
        assertThat(counter.cells()).isLessThan(100);
    }
}
