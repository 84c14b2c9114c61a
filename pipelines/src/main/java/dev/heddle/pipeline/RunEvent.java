/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A run that is over, in a flight recording. */
@Name("dev.heddle.PipelineRun")
@Label("Pipeline Run")
@Category({"Heddle", "Pipelines"})
@Description("A run of a pipeline, from its begin to its end")
@StackTrace(false)
final class RunEvent extends Event {
    @Label("Pipeline")
    String pipeline = "";

    @Label("Outcome")
    String outcome = "";

    @Label("In")
    long in;

    @Label("Out")
    long out;

    @Label("Filtered")
    long filtered;

    @Label("Skipped")
    long skipped;

    @Label("Failed")
    long failed;

    @Label("Cancelled")
    long cancelled;

    void emit(String name, String how, Report report) {
        end();
        if (shouldCommit()) {
            pipeline = name;
            outcome = how;
            in = report.in();
            out = report.out();
            filtered = report.filtered();
            skipped = report.skipped();
            failed = report.failed();
            cancelled = report.cancelled();
            commit();
        }
    }
}
