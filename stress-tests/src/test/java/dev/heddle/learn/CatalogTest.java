/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.learn.effect.Catalog;
import dev.heddle.learn.model.Enumerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {
    static Stream<Effect> effects() {
        return Catalog.effects().stream();
    }

    @Test
    void holdsAllEffects() {
        assertThat(effects().map(Effect::name))
                .containsExactlyInAnyOrder(
                        "lost-update",
                        "bank-account",
                        "check-then-act",
                        "early-delete",
                        "torn-long",
                        "message-passing",
                        "unsafe-publication",
                        "double-checked-locking",
                        "store-buffering",
                        "load-buffering",
                        "iriw",
                        "coherence",
                        "hoisted-flag",
                        "lost-wakeup",
                        "aba",
                        "false-sharing",
                        "striped-sum",
                        "single-writer",
                        "queue-slot",
                        "start-join",
                        "volatile-array");
    }

    @ParameterizedTest
    @MethodSource("effects")
    void asksOneQuestionAndOffersFixes(Effect effect) {
        assertThat(effect.question()).endsWith("?");
        assertThat(effect.variants().stream().filter(Variant::isQuestion)).hasSize(1);
        assertThat(effect.main().isQuestion()).isTrue();
        assertThat(effect.variants()).anyMatch(Variant::isFix);
        assertThat(effect.variants().stream().map(Variant::name)).doesNotHaveDuplicates();
        assertThat(effect.link().url()).startsWith("https://");
    }

    @ParameterizedTest
    @MethodSource("effects")
    void showsTheCodeOfEachVariant(Effect effect) {
        for (Variant variant : effect.variants()) {
            assertThat(Source.of(effect, variant)).anyMatch(line -> line.text().contains("actor1"));
        }
    }

    @Test
    void gradesEachEndOfTheBankAccountByItself() {
        Effect account = Catalog.find("bank-account").orElseThrow();

        assertThat(Enumerator.explain(account.main(), false).witnesses().keySet())
                .containsExactlyInAnyOrder("900", "1000", "400");
        assertThat(account.isSurprising("900")).isFalse();
        assertThat(account.isSurprising("1000")).isTrue();
        assertThat(account.isSurprising("400")).isTrue();
        assertThat(Stream.of("900", "1000", "400").map(account::meaning)).doesNotHaveDuplicates();
    }
}
