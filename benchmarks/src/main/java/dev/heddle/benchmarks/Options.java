/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the command line asks for.
 *
 * @param suites the parts of the library
 * @param forks how many times each subject is measured, each time in a new virtual machine
 * @param only what the simple name of a benchmark class must contain
 * @param workload what a row of the table must contain in its first column
 * @param threads the only number of threads to measure with, or 0 for all
 * @param url the database on which pools are measured too, or empty
 */
record Options(List<Suite> suites, int forks, String only, String workload, int threads, String url) {
    static final String USAGE =
            "usage: benchmarks/run SUITE... [--forks N] [--only CLASS] [--workload TEXT] [--threads N]"
                    + " [--url JDBC_URL]\n"
                    + "  SUITE: all, "
                    + Arrays.stream(Suite.values()).map(Suite::commandName).collect(Collectors.joining(", "));

    static Options parse(String... arguments) {
        List<Suite> suites = new ArrayList<>();
        int forks = 3;
        String only = "";
        String workload = "";
        int threads = 0;
        String url = "";
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--forks" -> forks = number(arguments[i], value(arguments, ++i));
                case "--only" -> only = value(arguments, ++i);
                case "--workload" -> workload = value(arguments, ++i);
                case "--threads" -> threads = number(arguments[i], value(arguments, ++i));
                case "--url" -> url = value(arguments, ++i);
                case "all" -> suites.addAll(List.of(Suite.values()));
                default -> suites.add(suite(arguments[i]));
            }
        }
        if (suites.isEmpty()) {
            throw new IllegalArgumentException(USAGE);
        }
        return new Options(suites, forks, only, workload, threads, url);
    }

    private static String value(String[] arguments, int at) {
        if (at >= arguments.length) {
            throw new IllegalArgumentException(arguments[at - 1] + ": no value\n" + USAGE);
        }
        return arguments[at];
    }

    /** Tells whether a row is asked for. */
    boolean asksFor(Goal goal) {
        return goal.workload().contains(workload) && (threads == 0 || goal.threads() == threads);
    }

    private static int number(String option, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(option + ": " + text + " (expected: at least 1)");
    }

    private static Suite suite(String name) {
        for (Suite suite : Suite.values()) {
            if (suite.commandName().equals(name.toLowerCase(Locale.ROOT))) {
                return suite;
            }
        }
        throw new IllegalArgumentException(name + ": no such suite\n" + USAGE);
    }
}
