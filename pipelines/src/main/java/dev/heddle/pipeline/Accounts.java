/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sums up what the workers of a run have counted. */
final class Accounts {
    private final Plan plan;
    private final Crew crew;

    Accounts(Plan plan, Crew crew) {
        this.plan = plan;
        this.crew = crew;
    }

    Report report(Duration elapsed, List<Report> branches) {
        List<StageReport> stages = stages();
        long[] totals = new long[Counts.JOINED + 1];
        for (int kind = 0; kind < totals.length; kind++) {
            for (int stage = 0; stage < stages.size(); stage++) {
                totals[kind] += total(stage, kind);
            }
        }
        return new Report(
                totals[Counts.IN],
                totals[Counts.OUT],
                totals[Counts.FILTERED],
                totals[Counts.SKIPPED],
                totals[Counts.FAILED],
                totals[Counts.CANCELLED],
                totals[Counts.ADDED],
                totals[Counts.JOINED],
                stages,
                branches,
                elapsed);
    }

    /** What came to each stage, and what became of it. Exact when the run is over; before that, of a moment ago. */
    List<StageReport> stages() {
        List<StageReport> stages = new ArrayList<>();
        int last = plan.stages().size();
        long in = total(0, Counts.IN);
        for (int stage = 0; stage <= last; stage++) {
            long filtered = total(stage, Counts.FILTERED);
            long skipped = total(stage, Counts.SKIPPED);
            long failed = total(stage, Counts.FAILED);
            long cancelled = total(stage, Counts.CANCELLED);
            long added = total(stage, Counts.ADDED);
            long joined = total(stage, Counts.JOINED);
            long out = in + added - joined - filtered - skipped - failed - cancelled;
            stages.add(new StageReport(
                    name(stage),
                    in,
                    stage == last ? total(stage, Counts.OUT) : out,
                    filtered,
                    skipped,
                    failed,
                    cancelled,
                    added,
                    joined,
                    busyNanos(stage, in)));
            in = out;
        }
        return stages;
    }

    private String name(int stage) {
        return stage == 0 ? plan.sourceName() : plan.stages().get(stage - 1).name();
    }

    private long busyNanos(int stage, long in) {
        long items = total(stage, Counts.TIMED_ITEMS);
        return items == 0 ? 0 : (long) ((double) total(stage, Counts.TIMED_NANOS) / items * in);
    }

    long[] times(int stage) {
        long[] sums = Times.sums();
        for (Worker[] some : new Worker[][] {crew.carriers(), crew.owners()}) {
            for (Worker worker : some) {
                worker.counts.addTimes(stage, sums);
            }
        }
        return sums;
    }

    long total(int stage, int kind) {
        long total = 0;
        for (Worker[] some : new Worker[][] {crew.carriers(), crew.owners()}) {
            for (Worker worker : some) {
                total += worker.counts.get(stage, kind);
            }
        }
        return total;
    }
}
