/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What ended a run, and what was thrown after that. Guarded by the engine's lock. */
final class Failures {
    private static final int MOST_LATE = 16;

    private final List<Throwable> late = new ArrayList<>();
    private @Nullable Throwable first;

    void first(Throwable failure) {
        first = failure;
    }

    void late(Throwable failure) {
        if (late.size() < MOST_LATE && !isInterruption(failure)) {
            late.add(failure);
        }
    }

    @Nullable
    Throwable first() {
        return first;
    }

    /** Hangs what came late on {@code primary}. Called once. */
    @SuppressWarnings("ReferenceEquality") // an exception cannot be suppressed on itself
    void suppressOn(Throwable primary) {
        for (Throwable failure : late) {
            if (failure != primary && failure.getCause() != primary) {
                primary.addSuppressed(failure);
            }
        }
        late.clear();
    }

    static Throwable describe(String stage, long number, Throwable thrown) {
        if (thrown instanceof Error) {
            thrown.addSuppressed(new StageException(stage, number, null));
            return thrown;
        }
        return new StageException(stage, number, thrown);
    }

    private static boolean isInterruption(Throwable failure) {
        return failure.getCause() instanceof InterruptedException;
    }
}
