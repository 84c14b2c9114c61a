/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;

    private final Pace pace = new Pace();

    @Test
    void learnsTheTimeBetweenReturns() {
        pace.crowded(0, 0, 5);
        pace.calm(2 * MILLI, 5);

        pace.crowded(100 * MILLI, 5, 5);

        assertThat(pace.interval(100 * MILLI, 5)).isEqualTo(0.4 * MILLI);
    }

    @Test
    void takesNoOpeningForAReturn() {
        pace.crowded(0, 0, 0);
        pace.opened(150 * MILLI);
        pace.calm(150 * MILLI, 5);

        pace.crowded(200 * MILLI, 5, 5);

        assertThat(pace.openNanos()).isEqualTo(150 * MILLI);
        assertThat(pace.interval(202 * MILLI, 10)).isEqualTo(0.4 * MILLI);
    }
}
