/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.mapreduce;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Why a run fails: what the first thread to fail has thrown, with all that others have thrown suppressed on it. */
final class FirstFailure {
    /** Written by compare-and-set, once: null -> what was thrown. Adding to that is Throwable's own affair. */
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    /** Adds what a thread has thrown; true if it is the first. */
    boolean add(Throwable thrown) {
        if (first.compareAndSet(null, thrown)) {
            return true;
        }
        Throwable earlier = requireNonNull(first.get());
        if (!earlier.equals(thrown)) {
            earlier.addSuppressed(thrown);
        }
        return false;
    }

    /** The first failure, null while there is none. */
    @Nullable
    Throwable get() {
        return first.get();
    }
}
