/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Durations of the API as nanoseconds. */
final class Times {
    private Times() {}

    /** Converts a duration that must not be negative; one beyond 146 years counts as that. */
    static long nanos(String name, Duration duration) {
        if (requireNonNull(duration, name).isNegative()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: not negative)");
        }
        Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
        return duration.compareTo(longest) > 0 ? longest.toNanos() : duration.toNanos();
    }
}
