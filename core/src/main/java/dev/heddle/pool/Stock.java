/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of a pool as a stock with limits: when one is opened, validated, evicted and closed. */
final class Stock<K, C> {
    /*
     * All fields are under the lock of the pool (guard). The user's code runs in chores, without it: a chore does one
     * thing that may block, and then enters the lock to book the result.
     *
     * A connection counts in size (of its key) and in total from before it is opened until after it is closed, so that
     * the other side never sees more than the limits. An eviction hands the place in total from one key to another.
     */
    /** How many slots the hand of eviction lets pass because they were used since it last came by. */
    private static final int SECOND_CHANCES = 16;

    private final Engine<K, C> engine;
    private final Settings<K, C> settings;
    private final Connector<K, C> connector;
    private final Guard guard;
    private final Refusals<K, C> refusals;
    private final Opener<K, C> opener;
    private final Growth<K, C> growth;
    private final Returns<K, C> returns;
    private final @Nullable Keeper<K, C> keeper;

    private final Totals past = new Totals();
    private final ArrayList<Slot<K, C>> all = new ArrayList<>();
    private final ArrayDeque<Bucket<K, C>> hungry = new ArrayDeque<>();
    private int hand;
    private int total;
    private volatile boolean closing;

    Stock(Engine<K, C> engine, Guard guard, boolean alone) {
        this.engine = engine;
        this.settings = engine.settings();
        this.connector = settings.connector();
        this.guard = guard;
        this.refusals = engine.refusals();
        this.opener = new Opener<>(settings, guard, this, refusals, alone);
        this.growth = new Growth<>(settings, this);
        this.returns = new Returns<>(engine, guard, this);
        this.keeper = alone ? null : new Keeper<>(engine, this, guard);
    }

    Growth<K, C> growth() {
        return growth;
    }

    Opener<K, C> opener() {
        return opener;
    }

    Returns<K, C> returns() {
        return returns;
    }

    @Nullable
    Keeper<K, C> keeper() {
        return keeper;
    }

    boolean isClosing() {
        return closing;
    }

    Totals past() {
        return past;
    }

    /** Whether an opening takes less than a wake-up, because who needs it does it. */
    boolean isPrompt() {
        return !guard.hasHelpers();
    }

    boolean isFull() {
        return total >= settings.maxTotal();
    }

    /** Begins what those who wait for a key need. Under the lock. */
    void grow(Bucket<K, C> bucket, long now) {
        growth.grow(bucket, now);
    }

    /** Tells all who wait for a key why there is no connection. Under the lock. */
    void refuse(Bucket<K, C> bucket, long now) {
        engine.waiting().refuse(bucket, bucket.refusal, now);
    }

    /** Lets the keeper try a key again that has failed. Under the lock. */
    void probeLater(Bucket<K, C> bucket) {
        if (keeper != null) {
            keeper.probe(bucket, bucket.notBefore);
        }
    }

    // Opening

    /** Begins to open a connection, in a free place or in that of another key; false when there is none. */
    boolean open(Bucket<K, C> bucket, long now) {
        if (total < settings.maxTotal()) {
            total++;
            bucket.beginOpening(now);
            start();
            guard.later(errands -> opener.openNow(bucket, errands));
            return true;
        }
        Slot<K, C> victim = victimFor(bucket);
        if (victim != null) {
            replace(victim, bucket, now);
            return true;
        }
        if (!bucket.hungry) {
            bucket.hungry = true;
            hungry.add(bucket);
            engine.careful(true); // before the second look: see Engine
            victim = victimFor(bucket);
            if (victim != null) {
                full(bucket);
                replace(victim, bucket, now);
                return true;
            }
        }
        return false;
    }

    // Making room

    /** Lets keys that found no room have what is there now. Under the lock. */
    void feed(long now) {
        if (closing) {
            retireFree();
            return;
        }
        for (int turns = hungry.size(); turns > 0; turns--) {
            Bucket<K, C> bucket = hungry.peek();
            if (bucket == null) {
                break;
            }
            full(bucket);
            grow(bucket, now); // queues up again if it finds no room
        }
        engine.careful(!hungry.isEmpty());
    }

    /** Takes a key out of those that found no room. Under the lock. */
    void full(Bucket<K, C> bucket) {
        if (bucket.hungry) {
            bucket.hungry = false;
            hungry.remove(bucket);
            engine.careful(!hungry.isEmpty());
        }
    }

    /** The key that has waited for room for longest. */
    @Nullable
    Bucket<K, C> hungriest() {
        return hungry.peek();
    }

    /** Finds an idle connection of another key, held now, that was not used lately; null when there is none. */
    private @Nullable Slot<K, C> victimFor(Bucket<K, C> bucket) {
        int chances = SECOND_CHANCES;
        for (int steps = all.size() + SECOND_CHANCES; steps > 0 && !all.isEmpty(); steps--) {
            hand = hand + 1 < all.size() ? hand + 1 : 0;
            Slot<K, C> slot = all.get(hand);
            if (slot.bucket == bucket || slot.bucket.first != null) {
                continue;
            }
            if (slot.passedGeneration != slot.generation() && chances > 0) {
                slot.passedGeneration = slot.generation();
                chances--;
                continue;
            }
            if (slot.tryHold() || slot.bucket.removeStale(slot)) {
                return slot;
            }
        }
        return null;
    }

    /** Closes one connection and opens another in its place, for a key that has waited for room. */
    void replace(Slot<K, C> victim, Bucket<K, C> bucket, long now) {
        Bucket<K, C> from = victim.bucket;
        takeOut(victim);
        C old = victim.connection();
        from.closing++;
        from.totals.evicted++;
        bucket.beginOpening(now);
        guard.later(errands -> {
            try {
                close(from, old, CloseEvent.EVICTED);
            } finally { // whatever a logger or the name of a key throws, the place must not be lost
                evicted(from, errands);
                opener.openNow(bucket, errands);
            }
        });
    }

    /** Hears that a connection was closed whose place another key has. */
    private void evicted(Bucket<K, C> from, @Nullable Errands errands) {
        guard.enter();
        try {
            from.closing--;
            from.size--;
            from.totals.closed++;
            grow(from, guard.now());
        } finally {
            guard.leave(errands);
        }
    }

    // Closing

    /** Closes the connection of a slot that the caller holds, or that was revoked. Under the lock. */
    void retire(Slot<K, C> slot) {
        returns.unbench(slot, guard.now());
        takeOut(slot);
        closeLater(slot.bucket, slot.connection(), CloseEvent.RETIRED);
    }

    /** Closes a connection that has no slot any more, and then its place is free. Under the lock. */
    void closeLater(Bucket<K, C> bucket, C connection, String reason) {
        bucket.closing++;
        guard.later(errands -> {
            try {
                close(bucket, connection, reason);
            } finally { // as above
                closed(bucket, errands);
            }
        });
    }

    private void closed(Bucket<K, C> bucket, @Nullable Errands errands) {
        guard.enter();
        try {
            bucket.closing--;
            bucket.totals.closed++;
            vacate(bucket, guard.now());
        } finally {
            guard.leave(errands);
        }
    }

    /** Hears that a place is free: a connection of a key was closed, or could not be opened. Under the lock. */
    void vacate(Bucket<K, C> bucket, long now) {
        bucket.size--;
        total--;
        grow(bucket, now);
        feed(now);
        if (closing && total == 0) {
            guard.emptied();
        }
    }

    /**
     * Lets the keys that have a connection take note of whether the pool is careful: of these there are no more than
     * connections, of all there may be thousands. Under the lock.
     */
    void turn() {
        for (Slot<K, C> slot : all) {
            slot.bucket.turn();
        }
    }

    /** Puts a slot in that the caller holds. Under the lock. */
    void putIn(Slot<K, C> slot) {
        slot.place = all.size();
        all.add(slot);
        slot.bucket.turn(); // before anybody can take the slot: while the key had none, nobody has told it
        slot.bucket.add(slot);
    }

    void takeOut(Slot<K, C> slot) {
        slot.bucket.remove(slot);
        Slot<K, C> moved = all.removeLast();
        if (moved != slot) {
            all.set(slot.place, moved);
            moved.place = slot.place;
        }
        slot.place = -1;
    }

    private void close(Bucket<K, C> bucket, C connection, String reason) {
        CloseEvent event = new CloseEvent();
        event.begin();
        try {
            connector.close(connection);
        } catch (Throwable e) {
            // Its message may hold what the key holds.
            System.getLogger("dev.heddle.pool")
                    .log(
                            Level.WARNING,
                            "pool ''{0}'': closing a connection of {1} failed with {2}",
                            settings.name(),
                            refusals.name(bucket),
                            e.getClass().getName());
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
        if (event.shouldCommit()) {
            event.commit(settings.name(), refusals.name(bucket), reason);
        }
    }

    /** Refuses what comes, and closes what is free; the rest is closed when it comes back. Under the lock. */
    void beginClosing() {
        closing = true;
        engine.careful(true);
        hungry.clear();
        retireFree();
    }

    private void retireFree() {
        for (Slot<K, C> slot : slots()) {
            if (slot.bucket.removeStale(slot) || slot.tryHold()) {
                retire(slot);
            }
        }
    }

    List<Slot<K, C>> slots() {
        return List.copyOf(all);
    }

    int total() {
        return total;
    }

    /** Runs what the keeper starts when there is something to keep. Under the lock. */
    private void start() {
        if (keeper != null) {
            keeper.start();
        }
    }
}
