/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.learn;

import java.io.PrintStream;
import java.util.Locale;

/** How far a run has come, on the error stream: a bar on a terminal, a line every ten seconds elsewhere. */
final class Progress {
    private final PrintStream out;
    private final boolean terminal;
    private final boolean quiet;
    private final double total;
    private final long start = System.nanoTime();
    private double done;
    private double planned = 1;
    private long lastLine = start;

    /**
     * Starts.
     *
     * @param out where to print
     * @param terminal whether lines may be overwritten
     * @param quiet whether to print nothing
     * @param totalSeconds how long everything is expected to take
     */
    Progress(PrintStream out, boolean terminal, boolean quiet, double totalSeconds) {
        this.out = out;
        this.terminal = terminal;
        this.quiet = quiet;
        total = totalSeconds;
    }

    /**
     * Reports that a step is over.
     *
     * @param seconds how long it was expected to take
     * @param what the step that comes next
     */
    void step(double seconds, String what) {
        done += seconds;
        if (quiet) {
            return;
        }
        long now = System.nanoTime();
        double spent = (now - start) / 1e9;
        planned = done > 3 ? spent / done : 1;
        double left = Math.max(0, total - done) * planned;
        if (terminal) {
            int width = 24;
            int full = (int) Math.min(width, width * done / total);
            out.printf(
                    Locale.ROOT,
                    "\r\u001b[2K  %s%s  %3.0f %%  %s left  %s",
                    "━".repeat(full),
                    "╌".repeat(width - full),
                    Math.min(100, 100 * done / total),
                    Figures.clock(left),
                    what);
            out.flush();
        } else if (now - lastLine > 10_000_000_000L) {
            lastLine = now;
            out.printf(
                    Locale.ROOT,
                    "%3.0f %%, %s left: %s%n",
                    Math.min(100, 100 * done / total),
                    Figures.clock(left),
                    what);
        }
    }

    /** Ends the bar. */
    void end() {
        if (terminal && !quiet) {
            out.print("\r\u001b[2K");
            out.flush();
        }
    }
}
