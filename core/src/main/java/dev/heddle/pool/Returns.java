/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;

/** What becomes of a connection when its lease is over, or will never be. */
final class Returns<K, C> {
    private final Engine<K, C> engine;
    private final Settings<K, C> settings;
    private final Connector<K, C> connector;
    private final Guard guard;
    private final Stock<K, C> stock;

    /** Where the collector puts the slots of leases that were dropped. */
    private final ReferenceQueue<Slot<K, C>> dropped = new ReferenceQueue<>();

    Returns(Engine<K, C> engine, Guard guard, Stock<K, C> stock) {
        this.engine = engine;
        this.settings = engine.settings();
        this.connector = settings.connector();
        this.guard = guard;
        this.stock = stock;
    }

    /** Lets all connections of a key be validated before they are used again. Under the lock. */
    void suspect(Bucket<K, C> bucket, long now) {
        bucket.epoch++;
        for (Slot<K, C> slot : bucket.slots()) {
            if (slot.fate() == Slot.GOOD) {
                slot.fate(Slot.SUSPECT); // before either: see Slot
                if (slot.tryHold()) {
                    bucket.addStale(slot);
                } else if (!slot.tryDetain(slot.generation()) && slot.tryHold()) {
                    bucket.addStale(slot); // it came back just now
                }
            }
        }
        stock.grow(bucket, now);
    }

    /** Resets a connection that its last owner has left; false when it was closed instead. Its slot is held. */
    boolean putInOrder(Slot<K, C> slot) {
        if (slot.fate() == Slot.DOOMED || !engine.needsReset(slot.connection())) {
            return true;
        }
        try {
            connector.reset(slot.connection());
            return true;
        } catch (Throwable e) {
            guard.enter();
            try {
                slot.bucket.totals.failed++;
                stock.retire(slot);
                long now = guard.now();
                stock.grow(slot.bucket, now);
            } finally {
                guard.leave();
            }
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            } else if (e instanceof Error error) {
                throw error;
            }
            return false;
        }
    }

    /** Decides where a slot goes that the caller holds. Under the lock. */
    void putBack(Slot<K, C> slot, long now) {
        Bucket<K, C> bucket = slot.bucket;
        unbench(slot, now);
        if (stock.isClosing() || slot.fate() == Slot.DOOMED) {
            stock.retire(slot);
            stock.grow(bucket, now);
            return;
        }
        if (slot.fate() == Slot.SUSPECT) {
            bucket.addStale(slot);
            stock.grow(bucket, now);
            return;
        }
        Bucket<K, C> other = stock.hungriest();
        if (other != null && other != bucket && yields(bucket, other)) {
            stock.full(other);
            stock.replace(slot, other, now);
            return;
        }
        Waiter<K, C> first = bucket.first;
        if (first != null && (first.isOverdue(now) || engine.waiting().isOpening(first))) {
            engine.waiting().hand(bucket, first, slot, now);
        } else {
            slot.setFree();
        }
        engine.waiting().serve(bucket, now);
        stock.feed(now);
    }

    /** Whether one key gives a connection to another: not while that has as many, or came later. */
    private static <K, C> boolean yields(Bucket<K, C> bucket, Bucket<K, C> other) {
        Waiter<K, C> first = bucket.first;
        Waiter<K, C> others = other.first;
        if (others == null || first == null) {
            return others != null;
        }
        boolean richer = other.size == 0 || other.size + 1 < bucket.size;
        return richer && others.since - first.since < 0;
    }

    /** Lets the connection of a lease be closed when it comes back. Under the lock. */
    void doom(Slot<K, C> slot, int generation) {
        int before = slot.fate();
        slot.fate(Slot.DOOMED);
        if (!slot.tryDetain(generation)) {
            slot.fate(before);
        }
    }

    /** Lets go of a slot that is leased for long, so that the collector finds it when its handles are dropped. */
    void bench(Slot<K, C> slot, int generation) {
        Benched<K, C> benched = new Benched<>(slot, dropped);
        slot.benched(benched);
        if (slot.tryDetain(generation)) {
            benched.reported = slot.reportedGeneration == generation;
            stock.takeOut(slot);
            slot.bucket.add(benched);
        } else {
            slot.benched(null);
        }
    }

    /** Takes a slot up again that has come back. Under the lock. */
    void unbench(Slot<K, C> slot, long now) {
        Benched<K, C> benched = slot.benched();
        if (benched != null) {
            slot.benched(null);
            benched.clear();
            slot.bucket.remove(benched);
            stock.putIn(slot);
            if (settings.lifetimeNanos() > 0 && now - slot.expires >= 0) {
                slot.fate(Slot.DOOMED);
            } else if (benched.epoch != slot.bucket.epoch && slot.fate() == Slot.GOOD) {
                slot.fate(Slot.SUSPECT);
            }
        }
    }

    /** Gives back what dropped leases took, and reports them. */
    void healDropped() {
        for (Reference<? extends Slot<K, C>> found; (found = dropped.poll()) != null; ) {
            guard.enter();
            try {
                heal((Benched<?, ?>) found);
            } finally {
                guard.leave();
            }
        }
    }

    @SuppressWarnings("unchecked") // the queue holds what bench has put there
    void heal(Benched<?, ?> found) {
        Benched<K, C> benched = (Benched<K, C>) found;
        if (benched.bucket.remove(benched)) {
            benched.bucket.totals.leaked++;
            // Not used again: nobody knows in what state it was left, or who still has it without a handle.
            stock.closeLater(benched.bucket, benched.connection, CloseEvent.DROPPED);
            guard.later(errands -> engine.reportDropped(benched.connection, benched.taken));
        }
    }
}
