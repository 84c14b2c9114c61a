/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * What became of every item of a run.
 *
 * @param in how many items the source gave
 * @param out how many the sink took
 * @param filtered how many a predicate left out
 * @param skipped how many were left out because a stage failed at them and was told to go on
 * @param failed at how many a stage failed and ended the run
 * @param cancelled how many were on their way when the run was ended
 * @param added how many items came into being on the way, where one was made into several
 * @param joined how many were taken up by others on the way, where several were made into one
 * @param stages the same by stage, source and sink included
 * @param branches the reports of the runs that were merged into this one, and of those that its tees began
 * @param elapsed how long the run took
 */
public record Report(
        long in,
        long out,
        long filtered,
        long skipped,
        long failed,
        long cancelled,
        long added,
        long joined,
        List<StageReport> stages,
        List<Report> branches,
        Duration elapsed) {
    /** Copies the lists. */
    public Report {
        stages = List.copyOf(stages);
        branches = List.copyOf(branches);
    }

    /**
     * Tells whether each item is accounted for, which is so after every run.
     *
     * @return whether {@code in + added == out + filtered + skipped + failed + cancelled + joined}
     */
    public boolean isBalanced() {
        return in + added == out + filtered + skipped + failed + cancelled + joined;
    }
}
