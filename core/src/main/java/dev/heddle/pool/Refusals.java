/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How the pool says that there is no connection: the exceptions of its callers, and the names of its keys. */
final class Refusals<K, C> {
    private final Settings<K, C> settings;
    private final Guard guard;

    Refusals(Settings<K, C> settings, Guard guard) {
        this.settings = settings;
        this.guard = guard;
    }

    /** What is thrown when the pool is closed. */
    IllegalStateException closed() {
        return new IllegalStateException("pool '" + settings.name() + "' is closed");
    }

    /** What is thrown when waiting is useless. */
    OpenFailedException openFailed(Bucket<K, C> bucket, Throwable cause) {
        return new OpenFailedException(
                "pool '" + settings.name() + "': no connection can be opened for " + name(bucket), cause);
    }

    /** What is thrown when the time is over. */
    AcquireTimeoutException timedOut(Bucket<K, C> bucket, long since, Duration waited, Stock<K, C> stock) {
        String key = name(bucket);
        guard.enter();
        try {
            int leased = bucket.leased();
            Throwable cause = bucket.failure != null && bucket.failedAt - since >= 0 ? bucket.failure : null;
            return new AcquireTimeoutException(
                    "pool '" + settings.name() + "': no connection for " + key + " within "
                            + TimeUnit.NANOSECONDS.toMillis(waited.toNanos()) + " ms (" + leased + " leased, "
                            + bucket.opening + " opening, of at most " + settings.maxPerKey() + "; " + stock.total()
                            + " of at most " + settings.maxTotal() + " in all; " + bucket.waiters + " more waiting)",
                    waited,
                    cause);
        } finally {
            guard.leave();
        }
    }

    /** The printable form of a key. Not under the lock: the user may name keys. */
    String name(Bucket<K, C> bucket) {
        var names = settings.keyName();
        return names == null ? "key #" + bucket.number : names.apply(bucket.key);
    }
}
