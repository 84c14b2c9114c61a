/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import java.util.function.Predicate;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * When a fork ends.
 *
 * @param millis how long its iterations take together, at least
 * @param samples how many samples they take together, at least
 * @param mostMillis how long they take at most, samples or not
 * @param enough looks at all samples so far and says whether they tell all there is to tell
 */
record Limits(long millis, long samples, long mostMillis, Predicate<TestResult> enough) {
    boolean reached(long spentMillis, TestResult soFar) {
        return spentMillis >= mostMillis
                || (spentMillis >= millis && soFar.getTotalCount() >= samples)
                || enough.test(soFar);
    }
}
