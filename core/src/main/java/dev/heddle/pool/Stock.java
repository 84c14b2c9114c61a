/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
    /** How long after a failure the next attempt begins. One attempt at a time is made until one succeeds. */
    private static final long PROBE_NANOS = 90_000_000;

    private static final long PROBE_JITTER_NANOS = 20_000_000;

    /** How often the pause doubles while failures are final. */
    private static final int DOUBLINGS = 6;

    private static final long VALIDATION_NANOS = 5_000_000_000L;

    /** How many slots the hand of eviction lets pass because they were used since it last came by. */
    private static final int SECOND_CHANCES = 16;

    private final Engine<K, C> engine;
    private final Settings<K, C> settings;
    private final Connector<K, C> connector;
    private final Guard guard;
    private final boolean interruptible;
    private final Growth<K, C> growth;
    private final Returns<K, C> returns;
    private final @Nullable Keeper<K, C> keeper;

    private final Totals past = new Totals();
    private final ArrayList<Slot<K, C>> all = new ArrayList<>();
    private final ArrayDeque<Bucket<K, C>> hungry = new ArrayDeque<>();
    private final Set<Thread> openers = new HashSet<>();
    private int hand;
    private int total;
    private volatile boolean closing;

    Stock(Engine<K, C> engine, Guard guard, boolean alone) {
        this.engine = engine;
        this.settings = engine.settings();
        this.connector = settings.connector();
        this.guard = guard;
        this.interruptible = !alone;
        this.growth = new Growth<>(settings, this);
        this.returns = new Returns<>(engine, guard, this);
        this.keeper = alone ? null : new Keeper<>(engine, this, guard);
    }

    Growth<K, C> growth() {
        return growth;
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

    boolean isFull() {
        return total >= settings.maxTotal();
    }

    /** Begins what those who wait for a key need. Under the lock. */
    void grow(Bucket<K, C> bucket, long now) {
        growth.grow(bucket, now);
    }

    /** Tells all who wait for a key why there is no connection. Under the lock. */
    void refuse(Bucket<K, C> bucket, long now) {
        engine.refuse(bucket, bucket.refusal, now);
    }

    /** Lets the keeper try a key again that has failed. Under the lock. */
    void probeLater(Bucket<K, C> bucket) {
        if (keeper != null) {
            keeper.probe(bucket, bucket.notBefore);
        }
    }

    // Opening

    /** Begins to open a connection, in a free place or in that of another key; false when there is none. */
    boolean open(Bucket<K, C> bucket) {
        if (total < settings.maxTotal()) {
            total++;
            bucket.size++;
            bucket.opening++;
            start();
            guard.later(() -> openNow(bucket));
            return true;
        }
        Slot<K, C> victim = victimFor(bucket);
        if (victim != null) {
            replace(victim, bucket);
            return true;
        }
        if (!bucket.hungry) {
            bucket.hungry = true;
            hungry.add(bucket);
            engine.careful(true); // before the second look: see Engine
            victim = victimFor(bucket);
            if (victim != null) {
                full(bucket);
                replace(victim, bucket);
                return true;
            }
        }
        return false;
    }

    private void openNow(Bucket<K, C> bucket) {
        OpenEvent event = new OpenEvent();
        event.begin();
        long began = System.nanoTime();
        C connection = null;
        Throwable failure = null;
        boolean isFinal = false;
        enterUserCode();
        try {
            connection = closing ? null : connector.open(bucket.key);
            if (connection == null) {
                failure = new NullPointerException("the connector opened null");
            }
        } catch (Throwable e) { // an Error too is told to those who wait for the connection
            failure = e;
            isFinal = isFinal(e);
        } finally {
            leaveUserCode();
        }
        if (event.shouldCommit()) {
            event.commit(settings.name(), name(bucket), failure);
        }
        guard.enter();
        try {
            long now = System.nanoTime();
            bucket.opening--;
            if (connection != null) {
                opened(bucket, connection, now - began, now);
            } else {
                bucket.size--;
                total--;
                failed(bucket, failure, isFinal, now);
                feed(now);
                grow(bucket, now);
                emptied();
            }
        } finally {
            guard.leave();
        }
    }

    private void opened(Bucket<K, C> bucket, C connection, long nanos, long now) {
        bucket.totals.opened++;
        bucket.pace.opened(nanos);
        if (bucket.failures > 0) {
            bucket.failures = 0;
            bucket.finals = 0;
            bucket.refusal = null;
            bucket.openers = 1;
        }
        bucket.openers = bucket.openers > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : 2 * bucket.openers;
        Slot<K, C> slot = new Slot<>(bucket, connection, now, now + lifetime());
        putIn(slot);
        returns.putBack(slot, now);
        grow(bucket, now);
    }

    private boolean isFinal(Throwable failure) {
        try {
            return failure instanceof Exception e && connector.isFinal(e);
        } catch (Throwable e) { // as false
            return false;
        }
    }

    private void failed(Bucket<K, C> bucket, @Nullable Throwable failure, boolean isFinal, long now) {
        bucket.totals.failed++;
        bucket.failure = failure;
        bucket.failedAt = now;
        bucket.failures++;
        bucket.openers = 1;
        bucket.finals = isFinal ? bucket.finals + 1 : 0;
        bucket.refusal = isFinal ? failure : null;
        long pause = PROBE_NANOS + ThreadLocalRandom.current().nextLong(PROBE_JITTER_NANOS);
        bucket.notBefore = now + (pause << Math.clamp(bucket.finals - 1, 0, DOUBLINGS));
    }

    private long lifetime() {
        long life = settings.lifetimeNanos();
        return life < 8 ? life : life - ThreadLocalRandom.current().nextLong(life / 8);
    }

    // Validating

    void validate(Bucket<K, C> bucket, Slot<K, C> slot) {
        bucket.validating++;
        guard.later(() -> validateNow(bucket, slot));
    }

    private void validateNow(Bucket<K, C> bucket, Slot<K, C> slot) {
        boolean valid = false;
        Throwable failure = null;
        enterUserCode();
        try {
            long nanos = settings.acquireNanos() == 0 ? VALIDATION_NANOS : settings.acquireNanos();
            valid = connector.isValid(slot.connection(), Duration.ofNanos(Math.min(VALIDATION_NANOS, nanos)));
        } catch (Throwable e) { // as false
            failure = e;
        } finally {
            leaveUserCode();
        }
        guard.enter();
        try {
            long now = System.nanoTime();
            bucket.validating--;
            if (valid) {
                slot.fate(slot.fate() == Slot.SUSPECT ? Slot.GOOD : slot.fate());
                returns.putBack(slot, now);
            } else {
                bucket.totals.failed++;
                bucket.failure = failure == null ? bucket.failure : failure;
                bucket.failedAt = failure == null ? bucket.failedAt : now;
                retire(slot);
                returns.suspect(bucket, now);
            }
        } finally {
            guard.leave();
        }
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
            if (slot.tryHold() || slot.bucket.stale.remove(slot)) {
                return slot;
            }
        }
        return null;
    }

    /** Closes one connection and opens another in its place, for a key that has waited for room. */
    void replace(Slot<K, C> victim, Bucket<K, C> bucket) {
        Bucket<K, C> from = victim.bucket;
        takeOut(victim);
        C old = victim.connection();
        from.closing++;
        from.totals.evicted++;
        bucket.size++;
        bucket.opening++;
        guard.later(() -> {
            close(from, old, CloseEvent.EVICTED);
            guard.enter();
            try {
                from.closing--;
                from.size--;
                from.totals.closed++;
                grow(from, System.nanoTime());
            } finally {
                guard.leave();
            }
            openNow(bucket);
        });
    }

    // Closing

    /** Closes the connection of a slot that the caller holds, or that was revoked. Under the lock. */
    void retire(Slot<K, C> slot) {
        returns.unbench(slot, System.nanoTime());
        takeOut(slot);
        closeLater(slot.bucket, slot.connection(), CloseEvent.RETIRED);
    }

    /** Closes a connection that has no slot any more, and then its place is free. Under the lock. */
    void closeLater(Bucket<K, C> bucket, C connection, String reason) {
        bucket.closing++;
        guard.later(() -> {
            close(bucket, connection, reason);
            guard.enter();
            try {
                bucket.closing--;
                bucket.size--;
                bucket.totals.closed++;
                total--;
                long now = System.nanoTime();
                grow(bucket, now);
                feed(now);
                emptied();
            } finally {
                guard.leave();
            }
        });
    }

    void putIn(Slot<K, C> slot) {
        slot.place = all.size();
        all.add(slot);
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
                            name(bucket),
                            e.getClass().getName());
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
        if (event.shouldCommit()) {
            event.commit(settings.name(), name(bucket), reason);
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
            if (slot.bucket.stale.remove(slot) || slot.tryHold()) {
                retire(slot);
            }
        }
    }

    List<Slot<K, C>> slots() {
        return List.copyOf(all);
    }

    /** Interrupts the user's code that opens or validates. Under the lock. */
    void interruptOpeners() {
        openers.forEach(Thread::interrupt);
    }

    int total() {
        return total;
    }

    private void emptied() {
        if (closing && total == 0) {
            guard.emptied();
        }
    }

    /** Runs what the keeper starts when there is something to keep. Under the lock. */
    private void start() {
        if (keeper != null) {
            keeper.start();
        }
    }

    private void enterUserCode() {
        guard.enter();
        try {
            openers.add(Thread.currentThread());
        } finally {
            guard.leave();
        }
    }

    private void leaveUserCode() {
        guard.enter();
        try {
            openers.remove(Thread.currentThread());
        } finally {
            guard.leave();
        }
        if (interruptible) {
            Thread.interrupted(); // of the close of the pool, and now without meaning
        }
    }

    OpenFailedException openFailed(Bucket<K, C> bucket, Throwable cause) {
        return new OpenFailedException(
                "pool '" + settings.name() + "': no connection can be opened for " + name(bucket), cause);
    }

    AcquireTimeoutException timedOut(Bucket<K, C> bucket, long since, Duration waited) {
        String key = name(bucket);
        guard.enter();
        try {
            int leased = bucket.leased();
            Throwable cause = bucket.failure != null && bucket.failedAt - since >= 0 ? bucket.failure : null;
            return new AcquireTimeoutException(
                    "pool '" + settings.name() + "': no connection for " + key + " within "
                            + TimeUnit.NANOSECONDS.toMillis(waited.toNanos()) + " ms (" + leased + " leased, "
                            + bucket.opening + " opening, of at most " + settings.maxPerKey() + "; " + total
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
