/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.ArrayList;
import java.util.List;

/** The snippets of the Javadoc. */
final class PipelineExamples {
    private PipelineExamples() {}

    static List<Integer> lengths(List<String> lines) throws InterruptedException {
        // @start region="lengths"
        List<Integer> lengths = new ArrayList<>();
        Pipeline pipeline = Pipeline.from("lines", lines)
                .filter("not empty", line -> !line.isEmpty())
                .parallel("measure", 4, String::length)
                .to("gather", lengths::add);
        Report report = pipeline.run(); // report.in() == report.out() + report.filtered()
        // @end
        if (!report.isBalanced()) {
            throw new AssertionError(report);
        }
        return lengths;
    }
}
