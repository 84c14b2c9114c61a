/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is live at once unless the description says otherwise, and if it does. */
class TuningTest {
    private static final long MILLI = 1_000_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 16, 128})
    void theRingHoldsTenMillisecondsOfWorkForEachWorker(int workers) {
        Tuning tuning = Tuning.of(workers, Tuning.UNBOUNDED, Tuning.MEASURED);

        assertThat(tuning.slots() * Pace.BATCH_NANOS).isGreaterThanOrEqualTo(10 * MILLI * workers);
        assertThat(tuning.slots()).isGreaterThanOrEqualTo(64);
        assertThat(Integer.bitCount(tuning.slots())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 200})
    void aSlowItemOfAWaitingStageMayBeOvertakenByManyForEachWorker(int workers) {
        Tuning tuning = Tuning.blocking(workers, Tuning.UNBOUNDED);

        assertThat(tuning.slots()).isGreaterThanOrEqualTo(Math.max(64, 16 * workers));
        assertThat(tuning.batch()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 1000})
    void aWindowIsCoveredByTheSlots(int window) {
        for (Tuning tuning : new Tuning[] {Tuning.of(2, window, 1), Tuning.blocking(2, window)}) {
            assertThat(tuning.window()).isEqualTo(window);
            assertThat(tuning.slots()).isBetween(window, 1024);
        }
    }
}
