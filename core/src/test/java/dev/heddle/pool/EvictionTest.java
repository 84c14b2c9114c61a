/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.internal.Parking;
import dev.heddle.pool.StubConnector.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connection gives its place to another key where all places are taken, and how many are looked at. */
class EvictionTest {
    private static final int KEYS = 2_000;

    /** So many that were used lately the hand lets pass in one eviction. */
    private static final int CHANCES = 16;

    private final StubConnector server = new StubConnector() {
        @Override
        public boolean isPrompt() {
            return true;
        }
    };
    private final Engine<String, Connection> engine = new Engine<>(new Settings<>(
            server, "eviction", 1, KEYS, 0, 0, 0, 0, 0, 0, null, new ReentrantLock(), Parking.system(), null));
    private final List<Slot<?, ?>> slots = new ArrayList<>();

    @AfterEach
    void close() {
        engine.close(0);
    }

    @Test
    void looksAtAFewConnectionsHoweverManyThereAre() throws InterruptedException {
        for (int i = 0; i < KEYS; i++) {
            slots.add(use("key " + i));
        }
        long passed = passed();
        for (int cold = 1; cold <= KEYS; cold++) {
            use("cold " + cold);
            assertThat(engine.stats().evicted()).isEqualTo(cold);
            long now = passed();
            assertThat(now - passed).isBetween(0L, (long) CHANCES);
            passed = now;
        }
        assertThat(engine.stats().size()).isEqualTo(KEYS);
    }

    @Test
    void sparesTheOneThatWasUsedSinceTheHandCameByLast() throws InterruptedException {
        for (int i = 0; i < KEYS; i++) {
            slots.add(use("key " + i));
        }
        int lap = KEYS / CHANCES + 1;
        evict(0, lap);
        Slot<?, ?> used = slots.get(KEYS / 2);
        assertThat(use("key " + KEYS / 2)).isSameAs(used);
        evict(lap, KEYS * 3 / 4);
        assertThat(used.place).as("place in the pool").isNotNegative();
        assertThat(slots).filteredOn(slot -> slot.place < 0).hasSizeGreaterThan(KEYS * 3 / 4);
    }

    private void evict(int from, int count) throws InterruptedException {
        for (int i = from; i < from + count; i++) {
            use("cold " + i);
        }
    }

    /** How many of the first connections the hand has passed, and taken note of how often they were used. */
    private long passed() {
        return slots.stream()
                .filter(slot -> slot.passedGeneration == slot.generation())
                .count();
    }

    private Slot<?, ?> use(String key) throws InterruptedException {
        Slot<?, ?>[] used = new Slot<?, ?>[1];
        engine.acquire(key, Long.MAX_VALUE / 2, (cell, first) -> {
            used[0] = (Slot<?, ?>) cell;
            int left = cell.releaseUnused(first);
            if (left == Slot.LEFT_FREE) {
                used[0].lastClosed(false);
            }
            return left;
        });
        return used[0];
    }
}
