/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a run looks on a terminal. */
final class Progress {
    private Progress() {}

    /**
     * One line for a harness that is done.
     *
     * @param verdict what it has shown
     * @param done how many are done
     * @param of how many there are
     * @param spent how long those took
     * @return the line
     */
    static String line(Verdict verdict, int done, int of, Duration spent) {
        Duration left = spent.multipliedBy(of - done).dividedBy(done);
        return String.format(
                        Locale.ROOT,
                        "%3d/%d  %-60s real %s of %-8s twin %s of %-8s %s left%s",
                        done,
                        of,
                        verdict.harness().simpleName(),
                        count(verdict.bad()),
                        count(verdict.samples()),
                        count(verdict.caught()),
                        count(verdict.twinSamples()),
                        clock(left),
                        verdict.faults().isEmpty() ? "" : "   FAILED")
                + verdict.faults().stream().map(fault -> "\n        " + fault).collect(Collectors.joining());
    }

    /**
     * Writes a count the way people say it.
     *
     * @param count what to write
     * @return all digits up to 99 999, the first two and the power of ten beyond
     */
    static String count(long count) {
        if (count < 100_000) {
            return Long.toString(count);
        }
        String digits = Long.toString(count);
        return digits.charAt(0) + "." + digits.charAt(1) + "e" + (digits.length() - 1);
    }

    /**
     * Writes a time as minutes and seconds.
     *
     * @param time what to write
     * @return such as 1:05
     */
    static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
