/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.stress;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The JVM in which the tests of one class run, up to the first that fails. */
final class TestFork {
    static final int PASSED = 0;
    static final int FAILED = 1;
    static final int NOTHING_RUN = 2;

    private TestFork() {}

    /**
     * Ends with {@value #PASSED}, {@value #FAILED} or {@value #NOTHING_RUN}.
     *
     * @param args the name of the class, and the tags of tests to leave out
     */
    public static void main(String[] args) {
        var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(args[0]));
        for (int i = 1; i < args.length; i++) {
            request.filters(TagFilter.excludeTags(args[i]));
        }
        var summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request.build(), summary, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    System.err.println(test.getDisplayName() + ": " + result.getThrowable());
                    Runtime.getRuntime().halt(FAILED);
                }
            }
        });
        // Threads of the tests may still be there.
        Runtime.getRuntime().halt(summary.getSummary().getTestsSucceededCount() == 0 ? NOTHING_RUN : PASSED);
    }
}
