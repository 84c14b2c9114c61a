/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MICRO = 1_000;
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

    @Test
    void isNotPatientForLongBecauseTheProcessStoodStill() {
        pace.crowded(0, 0, 4);
        pace.calm(64 * MICRO, 64);
        pace.crowded(64 * MICRO, 64, 4);

        long stopped = 10 * MILLI; // in which none came back
        assertThat(pace.patience(stopped, 64, 28, 4)).isEqualTo(2 * MILLI);
        assertThat(pace.interval(stopped, 64)).as("what growth goes by").isGreaterThan(MILLI);

        long going = stopped + 64 * MICRO;
        pace.interval(going, 128); // takes the stop into account
        assertThat(pace.patience(going, 128, 28, 4)).isEqualTo(2 * MILLI);
    }

    @Test
    void isPatientForLongerWhenConnectionsStaySlow() {
        pace.crowded(0, 0, 4);
        pace.calm(64 * MICRO, 64);
        pace.crowded(64 * MICRO, 64, 4);
        assertThat(pace.patience(64 * MICRO, 64, 28, 4)).isEqualTo(2 * MILLI);

        for (int i = 1; i <= 40; i++) {
            pace.interval(i * 6400 * MICRO, 64 + i * 64);
        }
        long fair = 28 * 100 * MICRO;
        assertThat(pace.patience(40 * 6400 * MICRO, 41 * 64, 28, 4)).isCloseTo(5 * fair, Percentage.withPercentage(5));
    }
}
