/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;

/** How a test grades an outcome: by jcstress' rules, the exact match first, then the patterns, then the catch-all. */
final class Grades {
    private Grades() {}

    /**
     * Finds the case of {@code test} that {@code outcome} falls under.
     *
     * @param test whose outcomes
     * @param outcome the outcome as jcstress writes it
     * @return the case, jcstress' own catch-all when the test has none
     */
    static StateCase of(TestInfo test, String outcome) {
        for (StateCase each : test.cases()) {
            if (each.matchesExactly(outcome)) {
                return each;
            }
        }
        for (StateCase each : test.cases()) {
            if (each.matches(outcome)) {
                return each;
            }
        }
        return test.unmatched();
    }

    /**
     * Finds the outcomes that a test grades as possible and that were never seen.
     *
     * @param test whose outcomes
     * @param results what was seen
     * @return their cases
     */
    static List<StateCase> unseen(TestInfo test, Iterable<TestResult> results) {
        var unseen = new ArrayList<StateCase>();
        for (StateCase each : test.cases()) {
            if (each.expect() != Expect.FORBIDDEN) {
                unseen.add(each);
            }
        }
        for (TestResult result : results) {
            for (String outcome : result.getStateKeys()) {
                unseen.remove(of(test, outcome));
            }
        }
        return unseen;
    }

    /**
     * Finds what was seen of one grade.
     *
     * @param test whose outcomes
     * @param results what was seen
     * @param grade the grade
     * @return outcome and count, in the order of the outcomes
     */
    static Map<String, Long> seen(TestInfo test, Iterable<TestResult> results, Expect grade) {
        var seen = new TreeMap<String, Long>();
        for (TestResult result : results) {
            for (String outcome : result.getStateKeys()) {
                if (of(test, outcome).expect() == grade) {
                    seen.merge(outcome, result.getCount(outcome), Long::sum);
                }
            }
        }
        return seen;
    }
}
