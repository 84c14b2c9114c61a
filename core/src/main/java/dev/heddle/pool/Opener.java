/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Has connections opened and validated, and takes note of how that went.
 *
 * <p>The user's code runs in chores, without the lock of the pool: a chore does one thing that may block, and then
 * enters the lock to book the result.
 */
final class Opener<K, C> {
    /** How long after a failure the next attempt begins. One attempt at a time is made until one succeeds. */
    private static final long PROBE_NANOS = 55_000_000;

    private static final long PROBE_JITTER_NANOS = 10_000_000;

    /** How often the pause doubles while failures are final. */
    private static final int DOUBLINGS = 7;

    private static final long VALIDATION_NANOS = 5_000_000_000L;

    private final Settings<K, C> settings;
    private final Connector<K, C> connector;
    private final Guard guard;
    private final Stock<K, C> stock;
    private final Refusals<K, C> refusals;
    private final boolean interruptible;

    /** The threads that are in the user's code. Under the lock. */
    private final Set<Thread> busy = new HashSet<>();

    Opener(Settings<K, C> settings, Guard guard, Stock<K, C> stock, Refusals<K, C> refusals, boolean alone) {
        this.settings = settings;
        this.connector = settings.connector();
        this.guard = guard;
        this.stock = stock;
        this.refusals = refusals;
        this.interruptible = !alone;
    }

    /** Opens a connection for which there is a place. */
    void openNow(Bucket<K, C> bucket, @Nullable Errands errands) {
        OpenEvent event = new OpenEvent();
        event.begin();
        long began = guard.now();
        C connection = null;
        Throwable failure = null;
        boolean isFinal = false;
        enterUserCode();
        try {
            connection = stock.isClosing() ? null : connector.open(bucket.key);
            if (connection == null) {
                failure = new NullPointerException("the connector opened null");
            }
        } catch (Throwable e) { // an Error too is told to those who wait for the connection
            failure = e;
            isFinal = isFinal(e);
        } finally {
            leaveUserCode(failure);
        }
        try {
            if (event.shouldCommit()) {
                event.commit(settings.name(), refusals.name(bucket), failure);
            }
        } finally { // whatever the name of a key throws, the place must not be lost
            book(bucket, connection, failure, isFinal, began, errands);
        }
    }

    private void book(
            Bucket<K, C> bucket,
            @Nullable C connection,
            @Nullable Throwable failure,
            boolean isFinal,
            long began,
            @Nullable Errands errands) {
        guard.enter();
        try {
            long now = guard.now();
            bucket.opening--;
            if (connection != null) {
                opened(bucket, connection, now - began, now);
            } else {
                failed(bucket, failure, isFinal, now);
                stock.vacate(bucket, now);
            }
        } finally {
            guard.leaveAtLast(errands);
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
        } else if (!bucket.known) {
            bucket.openers = Integer.MAX_VALUE;
        }
        bucket.known = true;
        bucket.openers = bucket.openers > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : 2 * bucket.openers;
        Slot<K, C> slot = new Slot<>(bucket, connection, now, now + lifetime());
        stock.putIn(slot);
        stock.returns().putBack(slot, now);
        stock.grow(bucket, now);
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
        bucket.known = true;
        bucket.openers = 1;
        bucket.finals = isFinal ? bucket.finals + 1 : 0;
        bucket.refusal = isFinal ? failure : null;
        long pause = PROBE_NANOS + ThreadLocalRandom.current().nextLong(PROBE_JITTER_NANOS);
        bucket.notBefore = now + (pause << Math.min(bucket.finals, DOUBLINGS));
    }

    private long lifetime() {
        long life = settings.lifetimeNanos();
        return life < 8 ? life : life - ThreadLocalRandom.current().nextLong(life / 8);
    }

    /** Has a connection validated that nobody can get meanwhile. Under the lock. */
    void validate(Bucket<K, C> bucket, Slot<K, C> slot) {
        bucket.validating++;
        guard.later(errands -> validateNow(bucket, slot, errands));
    }

    private void validateNow(Bucket<K, C> bucket, Slot<K, C> slot, @Nullable Errands errands) {
        boolean valid = false;
        Throwable failure = null;
        enterUserCode();
        try {
            long nanos = settings.acquireNanos() == 0 ? VALIDATION_NANOS : settings.acquireNanos();
            valid = connector.isValid(slot.connection(), Duration.ofNanos(Math.min(VALIDATION_NANOS, nanos)));
        } catch (Throwable e) { // as false
            failure = e;
        } finally {
            leaveUserCode(failure);
        }
        guard.enter();
        try {
            long now = guard.now();
            bucket.validating--;
            if (valid) {
                slot.fate(slot.fate() == Slot.SUSPECT ? Slot.GOOD : slot.fate());
                stock.returns().putBack(slot, now);
            } else {
                bucket.totals.failed++;
                bucket.failure = failure == null ? bucket.failure : failure;
                bucket.failedAt = failure == null ? bucket.failedAt : now;
                stock.retire(slot);
                stock.returns().suspect(bucket, now);
            }
        } finally {
            guard.leaveAtLast(errands);
        }
    }

    /** Interrupts the user's code that opens or validates on threads of the pool. Under the lock. */
    void interrupt() {
        busy.forEach(Thread::interrupt);
    }

    private void enterUserCode() {
        if (!guard.hasHelpers()) {
            return; // a caller's thread is not the pool's to interrupt
        }
        guard.enter();
        try {
            busy.add(Thread.currentThread());
        } finally {
            guard.leave();
        }
    }

    private void leaveUserCode(@Nullable Throwable failure) {
        if (!guard.hasHelpers()) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt(); // the caller's, who is to hear of it
            }
            return;
        }
        guard.enter();
        try {
            busy.remove(Thread.currentThread());
        } finally {
            guard.leave();
        }
        if (interruptible) {
            Thread.interrupted(); // of the close of the pool, and now without meaning
        }
    }
}
