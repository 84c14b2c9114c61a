/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.learn.effect.Catalog;
import dev.heddle.learn.model.Enumerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class ReadingTest {
    @Test
    void blamesNoCompilerForWhatBadTimingCanDo() {
        assertThat(read("lost-update", "1", (first, second) -> second == Compiler.C2))
                .startsWith("Seen under 3 of 9 pairs of compilers: bad timing is enough for it")
                .endsWith("did not meet at the right moment in this run.");
        assertThat(read("store-buffering", "0, 0", (first, second) -> true))
                .isEqualTo("Seen under every pair of compilers: the processor's store buffer is enough for it, "
                        + "so no compiler is needed.");
    }

    @Test
    void blamesACompilerThatStandsAlone() {
        assertThat(read("message-passing", "1, 0", (first, second) -> second == Compiler.C2))
                .isEqualTo("Seen only where the second actor was compiled by C2, the optimising compiler: "
                        + "that compiler made it.");
        assertThat(read("hoisted-flag", "STALE", (first, second) -> first == Compiler.C2))
                .contains("first actor was compiled by C2");
        assertThat(read("coherence", "0, 1, 0", (first, second) -> second != Compiler.INTERPRETER))
                .contains("second actor was compiled, not interpreted");
        assertThat(read("message-passing", "1, 0", (first, second) -> first == Compiler.C2 || second == Compiler.C2))
                .contains("at least one of the actors was compiled by C2");
        assertThat(read("message-passing", "1, 0", (first, second) -> first == second))
                .contains("3 of 9", "without a pattern");
        assertThat(read("message-passing", "1, 0", (first, second) -> false)).startsWith("Not seen under any pair");
    }

    @Test
    void doesNotLetAnEmptyGridContradictWhatWasSeen() {
        assertThat(read("message-passing", "1, 0", (first, second) -> false))
                .startsWith("Not seen under any pair of compilers in this run, though above, 100 %:");
    }

    @Test
    void callsNothingSlowerThatWasNot() {
        assertThat(Reading.ofTimes(times(9.0)))
                .startsWith("Slower under every pair of compilers: the processor does it");
        assertThat(Reading.ofTimes(times(2.1))).startsWith("Not seen in this run");
    }

    @Test
    void drawsFiguresThatStayShort() {
        assertThat(Figures.share(0, 1_000)).isEqualTo("0 of 1\u202f000");
        assertThat(Figures.share(1, 200)).isEqualTo("0.50 %");
        assertThat(Figures.share(3, 3_000_000)).isEqualTo("1 in 1\u202f000\u202f000");
        assertThat(Figures.bound(300_000)).isEqualTo("below 1.0·10⁻⁵ with 95\u00a0% confidence");
        assertThat(Figures.bound(3_002_880)).isEqualTo("below 1.0·10⁻⁶ with 95\u00a0% confidence");
        assertThat(Figures.bound(3)).isEqualTo("below 63\u00a0% with 95\u00a0% confidence");
        assertThat(Figures.bound(0)).isEqualTo("not run");
        assertThat(Figures.clock(83.4)).isEqualTo("1:23");
    }

    private static Findings times(double together) {
        Effect effect = Catalog.find("false-sharing").orElseThrow();
        List<Findings.Square> squares = new ArrayList<>();
        for (Compiler compiler : Compiler.values()) {
            Map<String, Double> figures = Map.of(
                    effect.main().name(),
                    together,
                    Samplers.findings(effect).apart().name(),
                    2.0);
            squares.add(new Findings.Square(compiler, compiler, Counts.NONE, figures));
        }
        return new Findings(effect, List.of(), squares, List.of());
    }

    private static String read(String name, String surprise, BiPredicate<Compiler, Compiler> seen) {
        Effect effect = Catalog.find(name).orElseThrow();
        List<Findings.Square> squares = new ArrayList<>();
        for (Compiler first : Compiler.values()) {
            for (Compiler second : Compiler.values()) {
                Map<String, Long> counts = seen.test(first, second) ? Map.of(surprise, 5L) : Map.of();
                squares.add(new Findings.Square(first, second, new Counts(counts, 1), Map.of()));
            }
        }
        var main = new Findings.Of(
                effect.main(),
                new Counts(Map.of(surprise, 5L), 1),
                Counts.NONE,
                1,
                Enumerator.explain(effect.main(), effect.how() == Effect.How.ENDLESS));
        return Reading.of(new Findings(effect, List.of(main), squares, List.of()), squares);
    }
}
