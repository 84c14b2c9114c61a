/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws pipelines and their runs. */
final class Picture {
    private static final String HEAD = "flowchart LR\n";

    private Picture() {}

    // a description

    static String text(Plan plan) {
        return labels(plan).stream().collect(Collectors.joining("\n  |\n", "", "\n"));
    }

    static String mermaid(Plan plan) {
        return chart(labels(plan));
    }

    private static List<String> labels(Plan plan) {
        List<String> labels = new ArrayList<>();
        labels.add(plan.sourceName() + (plan.isSourceOwned() ? " (own thread)" : ""));
        for (StageSpec stage : plan.stages()) {
            String many =
                    stage.concurrency() == 1 || stage.concurrency() == StageSpec.ANY ? "" : " x" + stage.concurrency();
            labels.add(stage.name()
                    + many
                    + (stage.isOwned() ? " (own thread)" : "")
                    + (stage.kind() == StageSpec.Kind.KEYED ? " (by key)" : "")
                    + (stage.ordered() ? "" : " (unordered)"));
        }
        return labels;
    }

    // a run

    static String text(RunStats run) {
        StageStats most = run.bottleneck();
        int width = run.stages().stream()
                .mapToInt(stage -> stage.name().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (StageStats stage : run.stages()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-" + Math.max(1, width) + "s  %,14d in  %,12.0f/s  busy %3.0f %%  p50 %9s  p99 %9s%s%n",
                    stage.name(),
                    stage.in(),
                    stage.perSecond(),
                    100 * stage.busy(),
                    time(stage.p50Nanos()),
                    time(stage.p99Nanos()),
                    stage.equals(most) ? "  <- bottleneck" : ""));
        }
        text.append(String.format(
                Locale.ROOT, "%,d out, %,d live, window %.0f %% full", run.out(), run.live(), 100 * run.fill()));
        if (run.progress() >= 0) {
            text.append(String.format(Locale.ROOT, ", %.0f %% done", 100 * run.progress()));
        }
        return text.append(System.lineSeparator()).toString();
    }

    static String mermaid(RunStats run) {
        StageStats most = run.bottleneck();
        List<String> labels = run.stages().stream()
                .map(stage -> String.format(
                        Locale.ROOT,
                        "%s<br/>%,.0f/s, busy %.0f %%",
                        stage.name(),
                        stage.perSecond(),
                        100 * stage.busy()))
                .toList();
        int at = most == null ? -1 : run.stages().indexOf(most);
        return chart(labels) + (at < 0 ? "" : "  style s" + at + " stroke-width:4px\n");
    }

    private static String chart(List<String> labels) {
        StringBuilder chart = new StringBuilder(HEAD);
        for (int i = 0; i < labels.size(); i++) {
            chart.append("  ")
                    .append(i == 0 ? "" : "s" + (i - 1) + " --> ")
                    .append("s")
                    .append(i)
                    .append("[\"")
                    .append(labels.get(i).replace("\"", "#quot;").replace("\n", " "))
                    .append("\"]\n");
        }
        return chart.toString();
    }

    private static String time(long nanos) {
        if (nanos == 0) {
            return "-";
        }
        if (nanos < 10_000) {
            return nanos + " ns";
        }
        if (nanos < 10_000_000) {
            return nanos / 1_000 + " us";
        }
        return nanos / 1_000_000 + " ms";
    }
}
