/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import dev.heddle.internal.Parking;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a pool was built with. Times of 0 are off. */
record Settings<K, C>(
        Connector<K, C> connector,
        String name,
        int maxPerKey,
        int maxTotal,
        int minIdle,
        long idleNanos,
        long lifetimeNanos,
        long acquireNanos,
        long validateNanos,
        long leakNanos,
        @Nullable Function<? super K, String> keyName,
        Lock lock,
        Parking parking,
        @Nullable Executor helpers) {}
