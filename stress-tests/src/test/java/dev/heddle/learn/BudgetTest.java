/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.learn.effect.Catalog;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private long now = 42;
    private final Budget budget = new Budget(() -> now, 100);

    @Test
    void alwaysHasTimeForTheFirstRound() {
        spend(200);
        assertThat(budget.tryBegin()).isTrue();
    }

    @Test
    void hasTimeForAnotherRoundThatEndsInTime() {
        spend(40);
        assertThat(budget.tryBegin()).isTrue();
        spend(30);
        assertThat(budget.tryBegin()).isTrue();
        spend(31); // one more that takes as long would end after 132 seconds
        assertThat(budget.tryBegin()).isFalse();
    }

    @Test
    void keepsATourOfAllEffectsBelowTwoMinutes() {
        Tour.Depth depth = Tour.Depth.DEFAULT;
        assertThat(depth.budget()).isLessThan(120);
        assertThat(new Tour(Catalog.effects(), depth).seconds())
                .as("what is planned, which is more than it takes where nothing else runs")
                .isLessThan(120);
    }

    private void spend(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }
}
