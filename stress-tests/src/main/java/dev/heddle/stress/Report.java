/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.io.PrintStream;
import java.util.List;

/** The end of a run in words. */
final class Report {
    private Report() {}

    /**
     * Prints what a run has shown.
     *
     * @param suite what was there
     * @param outcome what was shown
     * @param out where it goes
     */
    static void print(Suite suite, StressRun.Outcome outcome, PrintStream out) {
        List<String> faults = outcome.allFaults();
        long samples = outcome.verdicts().stream()
                .mapToLong(each -> each.samples() + each.twinSamples())
                .sum();
        long caught =
                outcome.verdicts().stream().filter(each -> each.caught() > 0).count();
        out.println();
        out.printf(
                "%s, %s caught, %d forks, %s samples, %s, %s%n",
                number(suite.harnesses().size(), "promise"),
                number(caught, "twin"),
                outcome.forks(),
                Progress.count(samples),
                Progress.clock(outcome.took()),
                faults.isEmpty() ? "no fault" : number(faults.size(), "fault") + ":");
        for (String fault : faults) {
            out.println("  " + fault);
        }
        if (suite.teaching() > 0) {
            out.printf("%d tests of the field guide prove no promise; `heddle learn` runs them.%n", suite.teaching());
        }
    }

    private static String number(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
