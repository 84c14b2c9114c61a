/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run is doing, at one moment. The figures are read one after the other while the workers go on.
 *
 * @param elapsed how long the run has taken so far
 * @param in how many items the source has given
 * @param out how many items the sink has taken
 * @param live how many items are on their way; those that the loop of a single worker has in hand are not counted
 * @param fill how full the window is, from 0 to 1
 * @param size how many items there will be in all, less than 0 when it is not known
 * @param stages the source, the stages and the sink, in their order
 */
public record RunStats(
        Duration elapsed, long in, long out, long live, double fill, long size, List<StageStats> stages) {
    /** Copies the list. */
    public RunStats {
        stages = List.copyOf(stages);
    }

    static RunStats of(
            Plan plan, Tuning tuning, Accounts accounts, Duration elapsed, long live, double fill, long size) {
        List<StageStats> stats = new ArrayList<>();
        double nanos = Math.max(1, elapsed.toNanos());
        List<StageReport> reports = accounts.stages();
        for (int i = 0; i < reports.size(); i++) {
            StageReport stage = reports.get(i);
            int most = i == 0 ? 1 : Math.min(plan.stages().get(i - 1).concurrency(), tuning.workers());
            long[] times = accounts.times(i);
            stats.add(new StageStats(
                    stage.name(),
                    stage.in(),
                    stage.out(),
                    stage.in() * 1e9 / nanos,
                    Math.min(1, stage.busyNanos() / (nanos * most)),
                    Times.quantile(times, 0.5),
                    Times.quantile(times, 0.99)));
        }
        return new RunStats(
                elapsed, reports.get(0).in(), reports.get(reports.size() - 1).out(), live, fill, size, stats);
    }

    /**
     * Names the stage that keeps the others waiting: the busiest one. When it is the source, the stages have less to do
     * than they could.
     *
     * @return the stage, null when no time has been taken yet
     */
    public @Nullable StageStats bottleneck() {
        return stages.stream()
                .filter(stage -> stage.busy() > 0)
                .max(Comparator.comparingDouble(StageStats::busy))
                .orElse(null);
    }

    /**
     * Tells which part of all items is through.
     *
     * @return from 0 to 1, less than 0 when the number of items is not known
     */
    public double progress() {
        return size < 0 ? -1 : size == 0 ? 1 : Math.min(1, (double) (in - live) / size);
    }

    /**
     * Estimates how long the run will still take, if it goes on as it did so far.
     *
     * @return the time that is left, null when it cannot be told
     */
    public @Nullable Duration remaining() {
        double progress = progress();
        if (progress <= 0) {
            return null;
        }
        return Duration.ofNanos((long) (elapsed.toNanos() * (1 - progress) / progress));
    }

    /**
     * Draws the run for a terminal: a line for each stage, with its rate, how busy it is and how long an item takes.
     *
     * @return a few lines
     */
    public String picture() {
        return Picture.text(this);
    }

    /**
     * Draws the run as a Mermaid flowchart, as Markdown pages show it.
     *
     * @return the text of a diagram
     */
    public String mermaid() {
        return Picture.mermaid(this);
    }
}
