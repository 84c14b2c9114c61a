/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import dev.heddle.learn.model.Explanation;
import java.util.HashMap;
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
    public record Square(Compiler first, Compiler second, Counts counts, Map<String, Double> figures) {
        /**
         * Adds another look at the same square.
         *
         * @param other the other look
         * @return the samples of both, and of each time the shorter
         */
        Square plus(Square other) {
            Map<String, Double> shorter = new HashMap<>(figures);
            other.figures.forEach((variant, nanos) -> shorter.merge(variant, nanos, Math::min));
            return new Square(first, second, counts.plus(other.counts), shorter);
        }

        /**
         * Compares two times.
         *
         * @param one a variant
         * @param other another
         * @return how many times longer the one took, not a number if either was not measured
         */
        double factor(Variant one, Variant other) {
            return figures.getOrDefault(one.name(), Double.NaN) / figures.getOrDefault(other.name(), Double.NaN);
        }
    }

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

    /**
     * Gives the first fix, which a time is compared with.
     *
     * @return the variant
     */
    public Variant apart() {
        return effect.variants().stream().filter(Variant::isFix).findFirst().orElseThrow();
    }

    /**
     * Tells how many times slower the question's own code is than its first fix.
     *
     * @return the factor, not a number if either was not measured
     */
    public double slowdown() {
        Variant apart = apart();
        return main().nanos()
                / variants.stream()
                        .filter(of -> of.variant().equals(apart))
                        .findFirst()
                        .orElseThrow()
                        .nanos();
    }
}
