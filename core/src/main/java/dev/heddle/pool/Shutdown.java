/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The end of a pool. */
final class Shutdown<K, C> {
    /** How long the user's code may take to close what is left. */
    private static final long GRACE_NANOS = 1_000_000_000;

    private final Engine<K, C> engine;
    private final Guard guard;
    private final Stock<K, C> stock;
    private final Returns<K, C> returns;
    private final @Nullable Keeper<K, C> keeper;
    private final @Nullable Helpers helpers;

    Shutdown(Engine<K, C> engine, Guard guard, Stock<K, C> stock, @Nullable Helpers helpers) {
        this.engine = engine;
        this.guard = guard;
        this.stock = stock;
        this.returns = stock.returns();
        this.keeper = stock.keeper();
        this.helpers = helpers;
    }

    Remains close(long nanos) {
        guard.enter();
        try {
            stock.beginClosing();
            engine.waiting().refuseAll();
        } finally {
            guard.leave();
        }
        if (keeper != null) {
            keeper.end();
        }
        boolean interrupted = awaitEmpty(nanos);
        Set<Bucket<K, C>> left = new LinkedHashSet<>();
        int leased = 0;
        int unfinished;
        guard.enter();
        try {
            for (Slot<K, C> slot : stock.slots()) {
                if (slot.tryRevoke()) {
                    leased++;
                    left.add(slot.bucket);
                    stock.retire(slot);
                }
            }
            for (Bucket<K, C> bucket : engine.buckets()) {
                for (Benched<K, C> benched : List.copyOf(bucket.benched())) {
                    Slot<K, C> slot = benched.get();
                    if (slot == null) {
                        returns.heal(benched);
                    } else if (slot.tryRevoke()) {
                        leased++;
                        left.add(bucket);
                        stock.retire(slot);
                    }
                }
            }
            stock.opener().interrupt();
        } finally {
            guard.leave();
        }
        interrupted |= awaitEmpty(GRACE_NANOS);
        if (helpers != null) {
            helpers.end();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        guard.enter();
        try {
            for (Bucket<K, C> bucket : engine.buckets()) {
                if (bucket.size > 0) {
                    left.add(bucket);
                }
            }
            unfinished = stock.total();
        } finally {
            guard.leave();
        }
        List<String> keys = new ArrayList<>();
        for (Bucket<K, C> bucket : left) {
            keys.add(engine.refusals().name(bucket));
        }
        return new Remains(leased, unfinished, keys);
    }

    private boolean awaitEmpty(long nanos) {
        guard.enter();
        try {
            guard.awaitEmptied(nanos, () -> stock.total() == 0);
            return false;
        } catch (InterruptedException e) {
            return true;
        } finally {
            guard.leave();
        }
    }
}
