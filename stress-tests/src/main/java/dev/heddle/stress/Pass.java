/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much a run tries.
 *
 * @param name what tables call it
 * @param configurations the JVMs that every real test runs on
 * @param mixed whether tests of two actors also run with a compiler of its own for each
 * @param millis how long a real test runs on each JVM
 * @param leastMillis what a tight budget may cut that down to
 * @param samples how many samples each fork of a real test takes at least
 * @param blockingSamples the same for a harness whose actors may wait
 * @param twins whether a twin goes on for as long as the real one, or stops when it is caught
 * @param secondTry how long a twin that nobody has caught yet is tried once more, on one JVM after the other
 * @param budget how long the whole run may take
 */
record Pass(
        String name,
        List<Configuration> configurations,
        boolean mixed,
        long millis,
        long leastMillis,
        long samples,
        long blockingSamples,
        Twins twins,
        Duration secondTry,
        Duration budget) {

    /** What becomes of a twin that is caught. */
    enum Twins {
        /** It is let go. */
        UNTIL_CAUGHT,
        /** It runs on, so that the page can say how often. */
        FULL_TIME
    }

    private static final Duration SECOND_TRY = Duration.ofSeconds(40);

    /**
     * What every build does.
     *
     * @param budget how long the whole run may take
     * @return the pass
     */
    static Pass quick(Duration budget) {
        return new Pass(
                "short",
                List.of(Configuration.C2, Configuration.C1),
                false,
                250,
                100,
                50_000,
                40,
                Twins.UNTIL_CAUGHT,
                SECOND_TRY,
                budget);
    }

    /**
     * What stands behind the numbers of the promises page.
     *
     * @param budget how long the whole run may take
     * @param seed what the stressed compiler draws its choices from
     * @return the pass
     */
    static Pass thorough(Duration budget, int seed) {
        return new Pass(
                "long",
                List.of(
                        Configuration.C2,
                        Configuration.stressed(seed),
                        Configuration.C1,
                        Configuration.TIERED,
                        Configuration.INTERPRETER,
                        Configuration.COMPACT_HEADERS),
                true,
                2_000,
                300,
                20_000,
                40,
                Twins.FULL_TIME,
                SECOND_TRY,
                budget);
    }

    /** The configurations of a test with that many actors. */
    List<Configuration> configurationsFor(int actors) {
        var all = new ArrayList<>(configurations);
        if (mixed && actors == 2) {
            all.addAll(Configuration.mixed());
        }
        return all;
    }

    Pass with(List<Configuration> those) {
        return new Pass(name, those, mixed, millis, leastMillis, samples, blockingSamples, twins, secondTry, budget);
    }

    Pass withMillis(long each) {
        return new Pass(
                name, configurations, mixed, each, leastMillis, samples, blockingSamples, twins, secondTry, budget);
    }
}
