/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.learn.effect.Catalog;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunnerTest {
    static Stream<String> inBlocks() {
        return Catalog.effects().stream()
                .filter(effect -> effect.how() == Effect.How.BLOCKS || effect.how() == Effect.How.FEW)
                .map(Effect::name);
    }

    @ParameterizedTest
    @MethodSource("inBlocks")
    void seesNothingSurprisingInAFixAndKnowsEachOutcome(String name) throws InterruptedException {
        Effect effect = Catalog.find(name).orElseThrow();
        for (Variant variant : effect.variants()) {
            Counts counts = Runner.run(effect, variant, 20);

            assertThat(counts.samples()).isPositive();
            if (variant.isFix()) {
                assertThat(counts.surprising(effect))
                        .as("%s / %s: %s", name, variant.name(), counts)
                        .isZero();
            }
        }
    }
}
