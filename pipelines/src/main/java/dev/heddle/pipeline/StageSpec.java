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
 * @param blocking whether its function waits, so that the workers are virtual threads
 * @param policy what it does when its function throws
 * @param maker makes its step in a run
 */
record StageSpec(String name, int concurrency, boolean ordered, boolean blocking, Policy policy, Maker maker) {
    /** The concurrency of a stage that any number of workers may enter. */
    static final int ANY = Integer.MAX_VALUE;

    StageSpec {
        requireNonNull(name, "name");
    }

    StageSpec(String name, int concurrency, Maker maker) {
        this(name, concurrency, true, false, Policy.FAIL_FAST, maker);
    }

    StageSpec asUnordered() {
        return new StageSpec(name, concurrency, false, blocking, policy, maker);
    }

    StageSpec asBlocking() {
        return new StageSpec(name, concurrency, ordered, true, policy, maker);
    }

    StageSpec with(Policy other) {
        return new StageSpec(name, concurrency, ordered, blocking, other, maker);
    }

    /** Makes the step of a stage in a run. */
    @FunctionalInterface
    interface Maker {
        Step make(Engine engine, int index, StageSpec stage);
    }
}
