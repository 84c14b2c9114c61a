/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures and prints.
 *
 * <p>Subjects take turns: each is measured once in a new virtual machine, then each a second time, and so on, so that a
 * slow minute of the machine falls on all of them. What counts is the median of the virtual machines.
 */
public final class Main {
    private Main() {}

    /**
     * Runs the suites that the command line names.
     *
     * @param arguments as {@link Options#USAGE} tells
     * @throws Exception if a benchmark fails
     */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        PrintStream out = System.out;
        out.println(Page.machine(options.forks()));
        for (Suite suite : options.suites()) {
            for (Map.Entry<Class<?>, List<Goal>> entry : suite.goals().entrySet()) {
                List<Goal> goals =
                        entry.getValue().stream().filter(options::asksFor).toList();
                if (entry.getKey().getSimpleName().contains(options.only()) && !goals.isEmpty()) {
                    print(entry.getKey(), goals, options.forks(), out);
                }
            }
            suite.printMore(options, out);
        }
    }

    private static void print(Class<?> benchmark, List<Goal> goals, int forks, PrintStream out) throws RunnerException {
        Map<Integer, Set<Subject>> byThreads = new TreeMap<>();
        for (Goal goal : goals) {
            Set<Subject> subjects = byThreads.computeIfAbsent(goal.threads(), none -> new LinkedHashSet<>());
            goal.subjects().forEach(subjects::add);
        }
        Map<Integer, Map<Subject, Median>> measured = new TreeMap<>();
        for (int fork = 0; fork < forks; fork++) {
            for (Map.Entry<Integer, Set<Subject>> entry : byThreads.entrySet()) {
                Map<Subject, Median> medians = measured.computeIfAbsent(entry.getKey(), none -> new LinkedHashMap<>());
                measure(benchmark, entry.getKey(), entry.getValue(), medians);
            }
        }
        out.println();
        out.println(Page.table(benchmark, goals, measured));
    }

    private static double value(BenchmarkResult fork, Subject subject) {
        if (subject.counter().equals(Subject.THROUGHPUT)) {
            return fork.getPrimaryResult().getStatistics().getPercentile(50);
        }
        Result<?> counted = fork.getSecondaryResults().get(subject.counter());
        if (counted == null) {
            throw new IllegalStateException("no counter '" + subject.counter() + "' among "
                    + fork.getSecondaryResults().keySet());
        }
        return counted.getStatistics().getPercentile(50);
    }

    private static void measure(Class<?> benchmark, int threads, Set<Subject> subjects, Map<Subject, Median> medians)
            throws RunnerException {
        Map<Map<String, String>, List<Subject>> byParameters = new LinkedHashMap<>();
        for (Subject subject : subjects) {
            byParameters
                    .computeIfAbsent(subject.parameters(), none -> new ArrayList<>())
                    .add(subject);
        }
        for (Map.Entry<Map<String, String>, List<Subject>> entry : byParameters.entrySet()) {
            String methods =
                    entry.getValue().stream().map(Subject::method).distinct().collect(Collectors.joining("|"));
            ChainedOptionsBuilder options = new OptionsBuilder()
                    .include("^" + benchmark.getName().replace(".", "\\.") + "\\.(" + methods + ")$")
                    .threads(threads)
                    .forks(1)
                    .shouldFailOnError(true)
                    // Touched before: else what is measured may be how the host hands out memory.
                    .jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "--sun-misc-unsafe-memory-access=allow")
                    .jvmArgsPrepend("-XX:+IgnoreUnrecognizedVMOptions")
                    .verbosity(VerboseMode.SILENT);
            entry.getKey().forEach(options::param);
            for (RunResult result : new Runner(options.build()).run()) {
                String method = result.getParams().getBenchmark();
                method = method.substring(method.lastIndexOf('.') + 1);
                for (Subject subject : entry.getValue()) {
                    if (subject.method().equals(method)) {
                        Median median = medians.computeIfAbsent(subject, none -> new Median());
                        for (BenchmarkResult fork : result.getBenchmarkResults()) {
                            median.add(value(fork, subject));
                        }
                    }
                }
            }
        }
    }
}
