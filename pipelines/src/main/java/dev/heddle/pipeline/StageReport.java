/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

/**
 * What became of the items that came to one stage of a run.
 *
 * @param name the name of the stage
 * @param in how many items came to it; for the source, how many it gave
 * @param out how many items it passed on; for the sink, how many it took
 * @param filtered how many it left out because its predicate said so
 * @param skipped how many it left out because it failed at them and was told to go on
 * @param failed at how many it failed and ended the run
 * @param cancelled how many were with it when the run was ended
 * @param added how many more items came out than went in, where one item was made into several
 * @param joined how many fewer items came out than went in, where several items were made into one
 * @param busyNanos for how long its function ran, in nanoseconds, estimated from a sample; 0 where it was not measured
 */
public record StageReport(
        String name,
        long in,
        long out,
        long filtered,
        long skipped,
        long failed,
        long cancelled,
        long added,
        long joined,
        long busyNanos) {}
