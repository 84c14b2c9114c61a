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

/** An item at which a stage failed and ended its run, in a flight recording. */
@Name("dev.heddle.PipelineFailure")
@Label("Pipeline Failure")
@Category({"Heddle", "Pipelines"})
@Description("A function of a stage threw, and ended the run")
@StackTrace(false)
final class FailureEvent extends Event {
    @Label("Pipeline")
    String pipeline = "";

    @Label("Stage")
    String stage = "";

    @Label("Item")
    @Description("The number of the item, in the order of the source")
    long item;

    @Label("Exception")
    @Description("The class of what was thrown; its message may hold secrets, and is left out")
    String exception = "";

    static void emit(String pipeline, String stage, long item, Throwable thrown) {
        FailureEvent event = new FailureEvent();
        if (event.shouldCommit()) {
            event.pipeline = pipeline;
            event.stage = stage;
            event.item = item;
            event.exception = thrown.getClass().getName();
            event.commit();
        }
    }
}
