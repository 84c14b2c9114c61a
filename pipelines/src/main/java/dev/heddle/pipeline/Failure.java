/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * An item at which a stage failed.
 *
 * @param stage the name of the stage
 * @param number the number of the item, counted from 0 in the order in which the source gave the items
 * @param item the item as it came to the stage
 * @param cause what the function threw last
 */
public record Failure(String stage, long number, Object item, Exception cause) {
    /** Refuses null. */
    public Failure {
        requireNonNull(stage, "stage");
        requireNonNull(item, "item");
        requireNonNull(cause, "cause");
    }
}
