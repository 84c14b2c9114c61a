/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Explanation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run found out about one effect.
 *
 * @param effect the effect
 * @param variants what each of its variants did, in the effect's order
 * @param grid the question's samples by the compilers of the actors; empty if they were not taken
 * @param stress the question's samples that jcstress took, by the compilers of the actors; empty if it did not run
 */
public record Findings(Effect effect, List<Of> variants, List<Square> grid, List<Square> stress) {
    /**
     * What one variant did.
     *
     * @param variant the variant
     * @param counts the samples taken in process
     * @param stress the samples taken by jcstress, none if it did not run
     * @param nanos nanoseconds for one run of its actors
     * @param explanation what the enumerator says
     */
    public record Of(Variant variant, Counts counts, Counts stress, double nanos, Explanation explanation) {}

    /**
     * One square of the grid.
     *
     * @param first who compiled the first actor
     * @param second who compiled the second actor
     * @param counts the samples
     * @param figures times in nanoseconds by variant, where it is time that is compared
     */
    public record Square(Compiler first, Compiler second, Counts counts, Map<String, Double> figures) {}

    /**
     * Gives what the question's own code did.
     *
     * @return the first variant's findings
     */
    public Of main() {
        return variants.get(0);
    }

    /**
     * Finds a square of a grid.
     *
     * @param squares the grid
     * @param first who compiled the first actor
     * @param second who compiled the second actor
     * @return the square, empty if it was not run
     */
    public static Optional<Square> square(List<Square> squares, Compiler first, Compiler second) {
        return squares.stream()
                .filter(s -> s.first() == first && s.second() == second)
                .findFirst();
    }
}
