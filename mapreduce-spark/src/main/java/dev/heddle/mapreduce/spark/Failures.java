/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce.spark;

import dev.heddle.mapreduce.JobException;

/** Finds in what Spark throws what the user wants to know. */
final class Failures {
    private Failures() {}

    /** Throws a checked exception where none is declared, for Spark to catch. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** The failure of a task as the task threw it, or what Spark says in one line. */
    static JobException of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof JobException failure) {
                return failure;
            }
        }
        return JobException.ofEngine("the cluster failed: " + firstLine(thrown), thrown);
    }

    static String firstLine(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null
                ? thrown.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
