/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.internal.Leasable;
import dev.heddle.internal.Parking;
import dev.heddle.internal.Shared;
import dev.heddle.pool.StubConnector.Connection;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A slot whose leases are more than its word can number. */
class SlotTest {
    private final Engine<String, Connection> engine = new Engine<>(new Settings<>(
            new StubConnector(), "slot", 1, 1, 0, 0, 0, 0, 0, 0, null, new ReentrantLock(), Parking.system(), null));

    @AfterEach
    void close() {
        engine.close(0);
    }

    @Test
    void countsLeasesWhereTheirNumbersComeRound() throws Exception {
        Slot<?, ?> slot = leaseOnce();
        Field word = Shared.class.getDeclaredField("word");
        word.setAccessible(true);
        word.setLong(slot, (long) (Integer.MAX_VALUE - 1) << 32);
        slot.countLeases();
        for (int i = 0; i < 3; i++) {
            assertThat(leaseOnce()).isSameAs(slot);
        }
        assertThat(slot.generation()).isEqualTo(2);
        assertThat(slot.newLeases()).isEqualTo(3);
        assertThat(slot.countLeases()).isEqualTo(3);
        assertThat(slot.newLeases()).isZero();
    }

    private Slot<?, ?> leaseOnce() throws InterruptedException {
        return engine.acquire("a", Duration.ofMinutes(1).toNanos(), SlotTest::giveBack);
    }

    private static Slot<?, ?> giveBack(Leasable<Connection> cell, long first) {
        Slot<?, ?> slot = (Slot<?, ?>) cell;
        int left = cell.releaseUnused(first);
        assertThat(left).isIn(Leasable.DONE, Shared.LEFT_FREE);
        if (left == Shared.LEFT_FREE) {
            slot.lastClosed(false);
        }
        return slot;
    }
}
