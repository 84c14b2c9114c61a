/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * The description of a stage.
 *
 * @param name how failures and reports call it
 * @param concurrency how many workers may be in it at once
 * @param ordered whether what comes out of it leaves in the order in which it came in
 * @param maker makes its step in a run
 */
record StageSpec(String name, int concurrency, boolean ordered, Maker maker) {
    /** The concurrency of a stage that any number of workers may enter. */
    static final int ANY = Integer.MAX_VALUE;

    StageSpec {
        requireNonNull(name, "name");
    }

    /** Makes the step of a stage in a run. */
    @FunctionalInterface
    interface Maker {
        Step make(Engine engine, int index, String name);
    }
}
