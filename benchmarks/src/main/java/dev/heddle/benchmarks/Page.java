/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is printed: Markdown that goes into the documentation as it is. */
final class Page {
    private Page() {}

    /** Tells where and how it was measured. */
    static String machine(int forks) {
        return "%s, %d processors; %s %s on %s; %s; the median of %d virtual machines each."
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.runtime.version"),
                        System.getProperty("os.name"),
                        LocalDate.now(ZoneOffset.UTC),
                        forks);
    }

    /** Holds what was measured against the goals, and lists it. */
    static String table(Class<?> benchmark, List<Goal> goals, Map<Integer, Map<Subject, Median>> measured) {
        StringBuilder page = new StringBuilder();
        page.append("### ").append(benchmark.getSimpleName()).append("\n\n");
        page.append(
                "| workload | threads | against | ratio of | target | reached | |\n|---|---|---|---|---|---|---|\n");
        for (Goal goal : goals) {
            Map<Subject, Double> throughput = new LinkedHashMap<>();
            requireNonNull(measured.get(goal.threads()), "measured")
                    .forEach((subject, median) -> throughput.put(subject, median.value()));
            double ratio = goal.ratio(throughput);
            page.append("| %s | %d | %s | %s | %s %s | %s | %s |%n"
                    .formatted(
                            goal.workload(),
                            goal.threads(),
                            goal.bestPeer(throughput).name(),
                            goal.measure().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            goal.measure() == Goal.Measure.SPEED ? "at least" : "at most",
                            number(goal.target()),
                            number(ratio),
                            goal.isReached(ratio) ? "reached" : "**missed**"));
        }
        measured.values().stream()
                .flatMap(medians -> medians.keySet().stream())
                .map(Subject::counter)
                .distinct()
                .forEach(counter -> page.append(list(counter, measured)));
        return page.toString();
    }

    /** All that was measured by a counter, or as throughput. */
    private static String list(String counter, Map<Integer, Map<Subject, Median>> measured) {
        StringBuilder page = new StringBuilder();
        String title = counter.equals(Subject.THROUGHPUT)
                ? "million operations a second"
                : counter.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        page.append("\n| %s, least to most | ".formatted(title));
        measured.keySet().forEach(threads -> page.append("%d threads | ".formatted(threads)));
        page.append("\n|---|").append("---|".repeat(measured.size())).append('\n');
        measured.values().stream()
                .flatMap(medians -> medians.keySet().stream())
                .filter(subject -> subject.counter().equals(counter))
                .distinct()
                .forEach(subject -> {
                    page.append("| ").append(subject.name()).append(" | ");
                    for (Map<Subject, Median> medians : measured.values()) {
                        Median median = medians.get(subject);
                        page.append(
                                median == null
                                        ? "| "
                                        : "%s (%s to %s) | "
                                                .formatted(
                                                        number(median.value()),
                                                        number(median.least()),
                                                        number(median.most())));
                    }
                    page.append('\n');
                });
        return page.toString();
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.01 || size == 0 ? "%.2f" : "%.2e";
        return String.format(Locale.ROOT, format, value);
    }

    private static String processor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).trim();
                }
            }
        } catch (IOException e) {
            // not Linux: the architecture must do
        }
        return System.getProperty("os.arch");
    }
}
