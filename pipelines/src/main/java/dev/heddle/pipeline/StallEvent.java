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
import jdk.jfr.Threshold;

/** A worker that had nothing to do for a while, in a flight recording. */
@Name("dev.heddle.PipelineStall")
@Label("Pipeline Stall")
@Category({"Heddle", "Pipelines"})
@Description("A worker of a run waited")
@Threshold("20 ms")
@StackTrace(false)
final class StallEvent extends Event {
    private static final StallEvent ANY = new StallEvent();

    @Label("Pipeline")
    String pipeline = "";

    @Label("Reason")
    @Description("What the worker waited for")
    String reason = "";

    /** Whether it is worth making one. */
    static boolean isOn() {
        return ANY.isEnabled();
    }

    void emit(String of, String why) {
        end();
        if (shouldCommit()) {
            pipeline = of;
            reason = why;
            commit();
        }
    }
}
