/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.util.List;
import java.util.function.Predicate;

/** What a grid says about who made an outcome. */
final class Reading {
    private Reading() {}

    /**
     * Reads a grid.
     *
     * @param effect the effect
     * @param squares its grid
     * @return one or two sentences
     */
    static String of(Effect effect, List<Findings.Square> squares) {
        List<Findings.Square> seen =
                squares.stream().filter(s -> s.counts().surprising(effect) > 0).toList();
        if (seen.isEmpty()) {
            return "Not seen under any pair of compilers in this run.";
        }
        if (seen.size() == squares.size()) {
            return "Seen under every pair of compilers: no compiler is needed for it. It is the order in which the threads "
                    + "run, or the processor.";
        }
        for (Compiler compiler : List.of(Compiler.C2, Compiler.C1)) {
            if (all(seen, s -> s.first() == compiler) || all(seen, s -> s.second() == compiler)) {
                String who = all(seen, s -> s.second() == compiler) ? "second" : "first";
                return "Seen only where the " + who + " actor was compiled by " + compiler.words()
                        + ": that compiler made it.";
            }
        }
        if (all(seen, s -> s.first() != Compiler.INTERPRETER) || all(seen, s -> s.second() != Compiler.INTERPRETER)) {
            String who = all(seen, s -> s.second() != Compiler.INTERPRETER) ? "second" : "first";
            return "Seen only where the " + who + " actor was compiled, not interpreted: either a compiler made it, or "
                    + "interpreted code is too slow to meet it.";
        }
        return "Seen under " + seen.size() + " of " + squares.size()
                + " pairs of compilers, without a pattern: so it takes no particular compiler, only more luck in some squares.";
    }

    private static boolean all(List<Findings.Square> squares, Predicate<Findings.Square> test) {
        return squares.stream().allMatch(test);
    }
}
