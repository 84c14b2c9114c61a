/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Decides whether a run is a proof.
 *
 * <p>It starts from what should be there and looks for each piece among the results, so that a test that was left out,
 * by whatever cause, is missed. jcstress' exit code asks the other way round: it is zero when nothing was run at all.
 */
final class Gate {
    private final Pass pass;

    /**
     * Creates the gate of a pass.
     *
     * @param pass what was to be tried
     */
    Gate(Pass pass) {
        this.pass = pass;
    }

    /**
     * Judges a harness.
     *
     * @param harness which
     * @param all the results of the run, those of other harnesses too
     * @return what they show
     */
    Verdict judge(Harness harness, Collection<TestResult> all) {
        var faults = new ArrayList<String>();
        List<TestResult> real = of(harness.real(), all);
        List<TestResult> twin = of(harness.twin(), all);
        List<Configuration> expected = pass.configurationsFor(harness.real().threads());
        for (Configuration configuration : expected) {
            List<TestResult> forks =
                    real.stream().filter(each -> ran(configuration, each)).toList();
            if (forks.isEmpty()) {
                faults.add("Real was not run on " + configuration.name());
            }
            for (TestResult fork : forks) {
                judgeReal(harness, configuration.name(), fork, faults);
            }
        }
        long caught = judgeTwin(harness, twin, faults);
        return new Verdict(
                harness, real.size(), samples(real), sum(bad(harness.real(), real)), samples(twin), caught, faults);
    }

    private void judgeReal(Harness harness, String configuration, TestResult fork, List<String> faults) {
        TestInfo test = harness.real();
        ended("Real on " + configuration, fork, faults);
        for (Map.Entry<String, Long> bad : bad(test, List.of(fork)).entrySet()) {
            faults.add("Real on " + configuration + " shows '" + bad.getKey() + "', " + bad.getValue() + " of "
                    + fork.getTotalCount() + " samples: "
                    + Grades.of(test, bad.getKey()).description());
        }
        long least = harness.blocking() ? pass.blockingSamples() : pass.samples();
        if (fork.status() == Status.NORMAL && fork.getTotalCount() < least) {
            faults.add("Real on " + configuration + " took " + fork.getTotalCount() + " samples (expected: at least "
                    + least + ")");
        }
    }

    private static long judgeTwin(Harness harness, List<TestResult> twin, List<String> faults) {
        TestInfo test = harness.twin();
        for (TestResult fork : twin) {
            ended("Twin", fork, faults);
        }
        for (Map.Entry<String, Long> bad : bad(test, twin).entrySet()) {
            faults.add("Twin shows '" + bad.getKey() + "', " + bad.getValue() + " times: "
                    + Grades.of(test, bad.getKey()).description());
        }
        Map<String, Long> caught = Grades.seen(test, twin, Expect.ACCEPTABLE_INTERESTING);
        if (twin.isEmpty()) {
            faults.add("Twin was not run");
        } else if (caught.isEmpty()) {
            faults.add("Twin was not caught in " + samples(twin) + " samples: nothing shows that the harness can fail");
        }
        if (harness.everyOutcome()) {
            for (StateCase each : Grades.unseen(test, twin)) {
                faults.add("Twin never showed '" + each.matchPattern() + "' in " + samples(twin) + " samples: "
                        + each.description());
            }
        }
        for (String outcome : caught.keySet()) {
            if (Grades.of(harness.real(), outcome).expect() != Expect.FORBIDDEN) {
                faults.add("Twin is caught by '" + outcome + "', which Real is allowed to do");
            }
        }
        return sum(caught);
    }

    private static void ended(String who, TestResult fork, List<String> faults) {
        if (fork.status() != Status.NORMAL) {
            faults.add(who + " ended with " + fork.status() + ": "
                    + fork.getMessages().stream().limit(8).collect(Collectors.joining("; "))
                    + fork.getVmErr().stream().limit(4).collect(Collectors.joining("; ")));
        }
    }

    private static Map<String, Long> bad(TestInfo test, List<TestResult> results) {
        Map<String, Long> bad = Grades.seen(test, results, Expect.FORBIDDEN);
        bad.putAll(Grades.seen(test, results, Expect.UNKNOWN));
        return bad;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean ran(Configuration configuration, TestResult fork) {
        return fork.getConfig().jvmArgs.equals(configuration.flags())
                && fork.getConfig().getCompileMode() == configuration.compileMode();
    }

    private static List<TestResult> of(TestInfo test, Collection<TestResult> all) {
        return all.stream().filter(each -> each.getName().equals(test.name())).toList();
    }

    private static long samples(List<TestResult> results) {
        return results.stream().mapToLong(TestResult::getTotalCount).sum();
    }
}
