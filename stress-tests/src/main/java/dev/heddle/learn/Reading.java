/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Explanation;
import dev.heddle.learn.model.Rules;
import dev.heddle.learn.model.Witness;
import java.util.List;
import java.util.function.Predicate;

/** What a grid says about who made an outcome. */
final class Reading {
    private Reading() {}

    /**
     * Reads a grid.
     *
     * @param findings those of an effect
     * @param squares one of its grids
     * @return one or two sentences
     */
    static String of(Findings findings, List<Findings.Square> squares) {
        Effect effect = findings.effect();
        Explanation explanation = findings.main().explanation();
        List<Findings.Square> seen =
                squares.stream().filter(s -> s.counts().surprising(effect) > 0).toList();
        if (seen.isEmpty()) {
            Counts above = findings.main().counts();
            long samples =
                    squares.stream().mapToLong(s -> s.counts().samples()).max().orElse(0);
            return "Not seen under any pair of compilers in this run"
                    + (above.surprising(effect) == 0
                            ? "."
                            : ", though above, " + Figures.share(above.surprising(effect), above.samples())
                                    + ": what is rare may miss all squares, of which none has more than "
                                    + Figures.count(samples) + " samples.");
        }
        String where = seen.size() == squares.size()
                ? "Seen under every pair of compilers"
                : "Seen under " + seen.size() + " of " + squares.size() + " pairs of compilers";
        Rules enough = explanation.witnesses().values().stream()
                .filter(witness -> effect.isSurprising(witness.outcome()))
                .map(Witness::rules)
                .min(Rules::compareTo)
                .orElse(Rules.REORDERING);
        if (enough != Rules.REORDERING) {
            String cause = enough == Rules.INTERLEAVING
                    ? "bad timing is enough for it, so no compiler is needed"
                    : "the processor's store buffer is enough for it, so no compiler is needed";
            return where + ": " + cause
                    + (seen.size() == squares.size()
                            ? "."
                            : ". In the other squares the threads did not meet at the right moment in this run.");
        }
        if (seen.size() == squares.size()) {
            return where + ": no compiler is needed for it, the processor does it.";
        }
        for (Compiler compiler : List.of(Compiler.C2, Compiler.C1)) {
            if (all(seen, s -> s.first() == compiler) || all(seen, s -> s.second() == compiler)) {
                String who = all(seen, s -> s.second() == compiler) ? "second" : "first";
                return "Seen only where the " + who + " actor was compiled by " + compiler.words()
                        + ": that compiler made it.";
            }
        }
        for (Compiler compiler : List.of(Compiler.C2, Compiler.C1)) {
            if (all(seen, s -> s.first() == compiler || s.second() == compiler)) {
                return "Seen only where at least one of the actors was compiled by " + compiler.words()
                        + ": that compiler made it.";
            }
        }
        if (all(seen, s -> s.first() != Compiler.INTERPRETER) || all(seen, s -> s.second() != Compiler.INTERPRETER)) {
            String who = all(seen, s -> s.second() != Compiler.INTERPRETER) ? "second" : "first";
            return "Seen only where the " + who + " actor was compiled, not interpreted: either a compiler made it, or "
                    + "interpreted code is too slow to meet it.";
        }
        return where + ", without a pattern: so it takes no particular compiler, only more luck in some squares.";
    }

    /**
     * Reads a grid of times.
     *
     * @param findings those of an effect that only time shows
     * @return one or two sentences
     */
    static String ofTimes(Findings findings) {
        long slower = findings.grid().stream()
                .filter(square -> isSlower(square.factor(findings.effect().main(), findings.apart())))
                .count();
        if (slower == 0) {
            return "Not seen in this run: the machine was busy and let the two threads take turns, or its two processors "
                    + "are the two halves of one core, which share the line.";
        }
        return (slower == findings.grid().size()
                        ? "Slower under every pair of compilers"
                        : "Slower under " + slower + " of " + findings.grid().size() + " pairs of compilers")
                + ": the processor does it, whoever compiled the code; the faster the code, the more of its time is lost.";
    }

    /** Whether a factor is more than the chance of the day. */
    static boolean isSlower(double factor) {
        return factor >= 1.15;
    }

    private static boolean all(List<Findings.Square> squares, Predicate<Findings.Square> test) {
        return squares.stream().allMatch(test);
    }
}
