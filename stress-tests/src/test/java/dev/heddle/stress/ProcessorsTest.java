/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Where actors are put. */
class ProcessorsTest {
    private static final int ALL = Runtime.getRuntime().availableProcessors();

    @Test
    void readsAListAsTheSystemWritesIt() {
        assertThat(Processors.parse("0-3,8")).containsExactly(0, 1, 2, 3, 8);
        assertThat(Processors.parse("5")).containsExactly(5);
    }

    @Test
    void givesEachActorAProcessorOfItsOwnOrNone() {
        for (int actors = 2; actors <= 4; actors++) {
            for (int turn = 0; turn < 5; turn++) {
                int[] those = Processors.of(actors, turn);
                assertThat(those.length).isIn(0, actors);
                assertThat(Arrays.stream(those).distinct().count()).isEqualTo(those.length);
            }
        }
        assertThat(Processors.of(ALL + 1, 0)).isEmpty();
    }

    @Test
    void bindsAThreadToEachThatItHasNamed() throws InterruptedException {
        for (int processor : Processors.of(2, 1)) {
            var failure = new AtomicReference<Throwable>();
            var thread = new Thread(() -> Processors.bind(processor));
            thread.setUncaughtExceptionHandler((ignored, thrown) -> failure.set(thrown));
            thread.start();
            thread.join();
            assertThat(failure).hasNullValue();
        }
    }
}
