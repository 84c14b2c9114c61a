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
 * @param kind what it is
 * @param concurrency how many workers may be in it at once
 * @param ordered whether what comes out of it leaves in the order in which it came in
 * @param threads whose threads run it
 * @param timeoutNanos how long a call of its function may take; 0 for any time
 * @param policy what it does when its function throws
 * @param maker makes its step in a run
 */
record StageSpec(
        String name,
        Kind kind,
        int concurrency,
        boolean ordered,
        Threads threads,
        long timeoutNanos,
        Policy policy,
        Maker maker) {
    /** The concurrency of a stage that any number of workers may enter. */
    static final int ANY = Integer.MAX_VALUE;

    StageSpec {
        requireNonNull(name, "name");
    }

    StageSpec(String name, Kind kind, int concurrency, Maker maker) {
        this(name, kind, concurrency, true, Threads.CARRIERS, 0, Policy.FAIL_FAST, maker);
    }

    StageSpec asUnordered() {
        return new StageSpec(name, kind, concurrency, false, threads, timeoutNanos, policy, maker);
    }

    StageSpec on(Threads other) {
        return new StageSpec(name, kind, concurrency, ordered, other, timeoutNanos, policy, maker);
    }

    StageSpec within(long nanos) {
        return new StageSpec(name, kind, concurrency, ordered, threads, nanos, policy, maker);
    }

    StageSpec with(Policy other) {
        return new StageSpec(name, kind, concurrency, ordered, threads, timeoutNanos, other, maker);
    }

    boolean isOwned() {
        return threads == Threads.OWN;
    }

    /** What a stage is. */
    enum Kind {
        /** Calls a function of the user for each item. */
        FUNCTION,
        /** The same, and keeps the order of the items of each key only. */
        KEYED,
        /** Has no function of the user. */
        BUILT_IN
    }

    /** Whose threads run a stage. */
    enum Threads {
        /** Those that carry the items. */
        CARRIERS,
        /** Those that carry the items, which are to be virtual threads because the function waits. */
        WAITING,
        /** One that does nothing else. */
        OWN
    }

    /** Makes the step of a stage in a run. */
    @FunctionalInterface
    interface Maker {
        Step make(Engine engine, int index, StageSpec stage);
    }
}
