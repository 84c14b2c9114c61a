/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.pool.StubConnector.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** When a key gets more connections: where those who wait would else wait for longer than an opening takes. */
class GrowthTest {
    private static final int CONNECTIONS = 5;
    private static final int MOST = 50;
    private static final Duration OPENING = Duration.ofMillis(150);

    private final StoppedClock clock = new StoppedClock();
    private final Lock lock = new ReentrantLock();
    private final Settings<String, Connection> settings =
            new Settings<>(new StubConnector(), "growth", MOST, MOST, 0, 0, 0, 0, 0, 0, null, lock, clock, task -> {});
    private final Engine<String, Connection> engine = new Engine<>(settings);
    private final Guard guard = new Guard(lock, clock, task -> {});
    private final Growth<String, Connection> growth = new Stock<>(engine, guard, true).growth();
    private final Bucket<String, Connection> bucket = new Bucket<>(engine, "a", 1);
    private final List<Slot<String, Connection>> leased = new ArrayList<>();

    /** All connections are leased, and what an opening takes is known. */
    GrowthTest() {
        for (int i = 0; i < CONNECTIONS; i++) {
            bucket.beginOpening(clock.nanoTime());
            bucket.opening--;
            Slot<String, Connection> slot = new Slot<>(bucket, new Connection("a", i), clock.nanoTime(), 0);
            bucket.add(slot);
            slot.lease();
            leased.add(slot);
        }
        bucket.pace.opened(OPENING.toNanos());
        bucket.known = true;
        bucket.openers = Integer.MAX_VALUE;
    }

    @Test
    void opensNothingWhereThoseThatComeBackServeAllSooner() {
        comeBackEvery(Duration.ofMillis(3));
        assertThat(openingsFor(45)).as("after 135 ms all are served").isZero();
        assertThat(openingsFor(50)).as("exactly as soon").isZero();
        assertThat(openingsFor(51)).as("3 ms later").isPositive();
    }

    @Test
    void opensSoManyThatAllAreServedInTheTimeOfAnOpening() {
        comeBackEvery(Duration.ofMillis(20));
        // Five serve one in 20 ms. To serve 45 in 150 ms takes thirty.
        assertThat(openingsFor(45)).isEqualTo(25);
        assertThat(openingsFor(45)).as("which are under way").isZero();
    }

    @Test
    void opensAtMostOneForEachWhoWaits() {
        comeBackEvery(Duration.ofSeconds(1));
        assertThat(openingsFor(7)).isEqualTo(7);
    }

    @Test
    void opensAtMostWhatThereIsRoomFor() {
        comeBackEvery(Duration.ofSeconds(1));
        assertThat(openingsFor(1_000)).isEqualTo(MOST - CONNECTIONS);
    }

    /** While none came back, all have been held for as long as somebody waits. */
    @Test
    void waitsAWhileWhereNothingIsKnownOfThoseThatComeBack() {
        bucket.pace.crowded(clock.nanoTime(), bucket.leases(), CONNECTIONS);
        assertThat(openingsFor(10)).isZero();
        clock.pass(Duration.ofMillis(75));
        assertThat(openingsFor(10)).as("15 ms for each of ten").isZero();
        clock.pass(Duration.ofMillis(1));
        assertThat(openingsFor(10)).isPositive();
    }

    @Test
    void opensNothingWhileAFreeOneWaitsForEachWhoWaits() {
        comeBackEvery(Duration.ofSeconds(1));
        giveBack(leased.get(0));
        assertThat(openingsFor(1)).isZero();
        assertThat(openingsFor(2)).isEqualTo(1);
    }

    /** Long enough for the pace to be known. */
    private void comeBackEvery(Duration interval) {
        bucket.pace.crowded(clock.nanoTime(), bucket.leases(), CONNECTIONS);
        for (int i = 0; i < 100; i++) {
            clock.pass(interval);
            Slot<String, Connection> slot = leased.get(i % CONNECTIONS);
            giveBack(slot);
            assertThat(slot.tryClaim()).isPositive();
            bucket.pace.interval(clock.nanoTime(), bucket.leases());
        }
        bucket.pace.calm(clock.nanoTime(), bucket.leases());
        bucket.pace.crowded(clock.nanoTime(), bucket.leases(), CONNECTIONS);
    }

    private static void giveBack(Slot<?, ?> slot) {
        assertThat(slot.releaseUnused(Slot.first(slot.generation()))).isEqualTo(Slot.DONE);
    }

    private int openingsFor(int waiting) {
        int before = bucket.opening;
        growth.growFor(bucket, clock.nanoTime(), waiting);
        return bucket.opening - before;
    }
}
