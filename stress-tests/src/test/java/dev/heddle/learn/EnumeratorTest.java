/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.handle.LeakLevel;
import dev.heddle.handle.Leaks;
import dev.heddle.learn.effect.Catalog;
import dev.heddle.learn.model.Enumerator;
import dev.heddle.learn.model.Explanation;
import dev.heddle.learn.model.Rules;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The enumerator against what the textbooks say. */
class EnumeratorTest {
    @BeforeAll
    static void closeNothing() {
        Leaks.level(LeakLevel.OFF); // nobody runs the states that are read here, so nobody closes their handles
    }

    static Stream<Arguments> fixes() {
        return Catalog.effects().stream()
                .filter(effect -> effect.how() != Effect.How.TIMED)
                .flatMap(effect -> effect.variants().stream()
                        .filter(Variant::isFix)
                        .map(variant -> Arguments.of(effect.name(), variant.name())));
    }

    @ParameterizedTest(name = "{0} / {1}")
    @MethodSource("fixes")
    void findsNoWayToASurpriseInAFix(String effectName, String variantName) {
        Effect effect = Catalog.find(effectName).orElseThrow();
        Explanation explanation = explain(effectName, variantName);

        assertThat(explanation.limit()).isEmpty();
        assertThat(explanation.witnesses().keySet()).isNotEmpty().noneMatch(effect::isSurprising);
    }

    static Stream<String> questions() {
        return Catalog.effects().stream()
                .filter(effect -> effect.how() != Effect.How.TIMED)
                .map(Effect::name);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void findsAWayToASurpriseInEachQuestion(String name) {
        Effect effect = Catalog.find(name).orElseThrow();
        Explanation explanation = explain(name, "plain");

        assertThat(explanation.isComplete()).isTrue();
        assertThat(explanation.witnesses().keySet()).anyMatch(effect::isSurprising);
        assertThat(explanation.witnesses().keySet()).anyMatch(outcome -> !effect.isSurprising(outcome));
    }

    @ParameterizedTest(name = "{0} / {1}: {2} by {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "lost-update            | plain   | 1          | INTERLEAVING",
                "lost-update            | release | 1          | INTERLEAVING",
                "bank-account           | plain   | 400        | INTERLEAVING",
                "bank-account           | plain   | 1000       | INTERLEAVING",
                "bank-account           | check   | -300       | INTERLEAVING",
                "aba                    | plain   | corrupt    | INTERLEAVING",
                "lost-wakeup            | plain   | slept      | INTERLEAVING",
                "striped-sum            | plain   | 10         | INTERLEAVING",
                "unsafe-publication     | escape  | 0          | INTERLEAVING",
                "start-join             | plain   | 0, 2       | INTERLEAVING",
                "store-buffering        | plain   | 0, 0       | STORE_BUFFER",
                "store-buffering        | opaque  | 0, 0       | STORE_BUFFER",
                "store-buffering        | release | 0, 0       | STORE_BUFFER",
                "store-buffering        | half    | 0, 0       | STORE_BUFFER",
                "message-passing        | plain   | 1, 0       | REORDERING",
                "message-passing        | opaque  | 1, 0       | REORDERING",
                "message-passing        | half    | 1, 0       | REORDERING",
                "load-buffering         | plain   | 1, 1       | REORDERING",
                "load-buffering         | opaque  | 1, 1       | REORDERING",
                "coherence              | plain   | 0, 1, 0    | REORDERING",
                "iriw                   | plain   | 1, 0, 1, 0 | REORDERING",
                "iriw                   | opaque  | 1, 0, 1, 0 | REORDERING",
                "torn-long              | plain   | 4294967295 | REORDERING",
                "unsafe-publication     | plain   | 0          | REORDERING",
                "double-checked-locking | plain   | 42, 0      | REORDERING",
                "volatile-array         | plain   | 1, 0       | REORDERING",
                "hoisted-flag           | plain   | STALE      | REORDERING",
                "hoisted-flag           | spin    | STALE      | REORDERING",
            })
    void needsNoMoreThanTheTextbookSays(String effect, String variant, String outcome, Rules rules) {
        assertThat(explain(effect, variant).of(outcome))
                .hasValueSatisfying(witness -> assertThat(witness.rules()).isEqualTo(rules));
    }

    @Test
    void saysWhatItCannotRead() {
        assertThat(explain("torn-long", "crossing").limit()).contains("views on byte arrays");
    }

    private static Explanation explain(String effectName, String variantName) {
        Effect effect = Catalog.find(effectName).orElseThrow();
        Variant variant = effect.variants().stream()
                .filter(v -> v.name().equals(variantName))
                .findFirst()
                .orElseThrow();
        return Enumerator.explain(variant, effect.how() == Effect.How.ENDLESS);
    }
}
