/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What a pool keeps of a slot that is leased for long: enough to close the connection, and nothing that keeps the slot.
 *
 * <p>Only the handles of the lease hold the slot then. When they are all dropped the collector finds the slot,
 * whichever threads they were on, and the lease is over. A lease that ends soon costs nothing for this.
 */
final class Benched<K, C> extends WeakReference<Slot<K, C>> {
    final Bucket<K, C> bucket;
    final C connection;
    final int generation;
    final int epoch;

    /** Since when the lease has been seen. */
    final long since;

    final @Nullable Throwable taken;

    /** Whether it was reported as held for long. */
    boolean reported;

    Benched(Slot<K, C> slot, ReferenceQueue<Slot<K, C>> dropped) {
        super(slot, dropped);
        this.bucket = slot.bucket;
        this.connection = slot.connection();
        this.generation = slot.sweptGeneration;
        this.epoch = slot.bucket.epoch;
        this.since = slot.sweptSince;
        this.taken = slot.taken(slot.sweptGeneration);
    }
}
