/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void tellsHowFarHowFastAndHowLongStill() {
        assertThat(Progress.line(new Progress.Point(120_000_000, 480_000_000), TimeUnit.SECONDS.toNanos(2)))
                .isEqualTo("120 MB of 480 MB (25 %), 60 MB/s, 6 s left");
    }

    @Test
    void tellsLessWhereTheEndIsNotKnown() {
        assertThat(Progress.line(new Progress.Point(5_000_000_000L, -1), TimeUnit.SECONDS.toNanos(10)))
                .isEqualTo("5,000 MB, 500 MB/s");
    }

    @Test
    void makesNoClaimBeforeTheFirstByte() {
        assertThat(Progress.line(new Progress.Point(0, 480_000_000), TimeUnit.SECONDS.toNanos(10)))
                .isEqualTo("0.000 MB of 480 MB (0 %), 0.000 MB/s");
        assertThat(Progress.line(new Progress.Point(0, 0), 0)).isEqualTo("0.000 MB, 0.000 MB/s");
    }
}
