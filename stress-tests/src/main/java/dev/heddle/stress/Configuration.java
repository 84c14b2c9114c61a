/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.util.List;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * One way to run a test: the flags of its JVM and, where the actors are compiled apart, the compiler of each.
 *
 * @param name what tables call it
 * @param flags what the JVM is started with
 * @param compileMode {@link CompileMode#UNIFIED}, or jcstress' number for the compilers of the actors
 */
record Configuration(String name, List<String> flags, int compileMode) {
    /** The optimising compiler for everything. */
    static final Configuration C2 = unified("C2", "-XX:-TieredCompilation");

    /** The quick compiler for everything. */
    static final Configuration C1 = unified("C1", "-XX:TieredStopAtLevel=1");

    /** The interpreter for everything. */
    static final Configuration INTERPRETER = unified("interpreter", "-Xint");

    /** What a program gets that asks for nothing. */
    static final Configuration TIERED = unified("tiered");

    /** Object headers of eight bytes: other offsets, other words that share a line. */
    static final Configuration COMPACT_HEADERS =
            unified("C2, compact headers", "-XX:-TieredCompilation", "-XX:+UseCompactObjectHeaders");

    private static Configuration unified(String name, String... flags) {
        return new Configuration(name, List.of(flags), CompileMode.UNIFIED);
    }

    /**
     * Makes the optimising compiler order code at random wherever the language lets it.
     *
     * @param seed what it draws its choices from
     * @return the configuration
     */
    static Configuration stressed(int seed) {
        return unified(
                "C2, stressed",
                "-XX:-TieredCompilation",
                "-XX:+StressLCM",
                "-XX:+StressGCM",
                "-XX:+StressIGVN",
                "-XX:+StressCCP",
                "-XX:StressSeed=" + seed);
    }

    /**
     * Lists the ways to compile two actors by two different compilers, or one of them not at all.
     *
     * @return the configurations
     */
    static List<Configuration> mixed() {
        // Base three, the first actor's digit is the lowest: 0 interpreter, 1 C1, 2 C2.
        return List.of(
                new Configuration("C2 + C1", List.of(), 2 + 3),
                new Configuration("C1 + C2", List.of(), 1 + 2 * 3),
                new Configuration("C2 + interpreter", List.of(), 2),
                new Configuration("interpreter + C2", List.of(), 2 * 3));
    }
}
