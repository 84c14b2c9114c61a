/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The test of a module, which mutants are shown to. */
public class TotalTest {
    private static final int EACH = 200_000;

    @Test
    void losesNothing() throws InterruptedException {
        var total = new Total();
        Runnable adds = () -> {
            for (int i = 0; i < EACH; i++) {
                total.add(1);
            }
        };
        var other = new Thread(adds);
        other.start();
        adds.run();
        other.join();

        assertThat(total.sum()).isEqualTo(2 * EACH);
    }
}
