/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Enumerator;
import dev.heddle.learn.model.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Findings that only look real. */
final class Samplers {
    private Samplers() {}

    static Findings findings(Effect effect) {
        boolean timed = effect.how() == Effect.How.TIMED;
        Counts counts = Counts.NONE;
        for (String outcome : effect.outcomes().keySet()) {
            long seen = effect.isSurprising(outcome) ? 0 : 900_000;
            counts = counts.plus(new Counts(seen == 0 ? Map.of() : Map.of(outcome, seen), 100));
        }
        List<Findings.Of> variants = new ArrayList<>();
        for (Variant variant : effect.variants()) {
            Explanation explanation = timed
                    ? new Explanation(Map.of(), "nothing to explain")
                    : Enumerator.explain(variant, effect.how() == Effect.How.ENDLESS);
            variants.add(new Findings.Of(variant, counts, Counts.NONE, 3.5, explanation));
        }
        List<Findings.Square> squares = new ArrayList<>();
        for (Compiler first : Compiler.values()) {
            for (Compiler second : Compiler.values()) {
                String surprise = effect.surprises().stream().findFirst().orElse("none");
                Counts square = second == Compiler.C2 ? counts.plus(new Counts(Map.of(surprise, 12L), 0)) : counts;
                squares.add(new Findings.Square(first, second, square, Map.of("plain", 9.0, "padded", 2.0)));
            }
        }
        return new Findings(effect, variants, squares, List.of());
    }
}
