/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.handle.Handle;
import dev.heddle.internal.Leasable;
import dev.heddle.pool.StubConnector.Connection;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leases of the connection that the thread has had last, and what may have become of it since. */
@Timeout(60)
class HintsTest {
    /** The bits of all generations: no lease goes the long way for its stack. */
    private static final long ALL = -1L << 32;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final StubConnector server = new StubConnector();
    private final StoppedClock clock = new StoppedClock();
    private final Engine<String, Connection> engine = engine(Runnable::run);

    @Test
    void aThreadFindsWhatAnotherOfItsStripeHasLeft() {
        Hints<String, Connection> hints = new Hints<>();
        Slot<String, Connection> slot = slot();
        hints.set(3, slot);
        assertThat(hints.get(3)).isSameAs(slot);
        assertThat(hints.get(3 + 64)).isSameAs(slot);
        assertThat(hints.get(4)).isNull();
    }

    @Test
    void aSweepForgetsWhatIsNotInThePoolWheneverThatWasWritten() {
        Hints<String, Connection> hints = new Hints<>();
        Slot<String, Connection> gone = slot();
        Slot<String, Connection> there = slot();
        there.place = 0;
        hints.set(0, gone);
        hints.set(63, there);
        hints.sweep();
        assertThat(hints.get(0)).isNull();
        assertThat(hints.get(63)).isSameAs(there);
        hints.set(63, gone); // by one who claimed it before it was let go of
        hints.sweep();
        assertThat(hints.get(63)).isNull();
    }

    @Test
    void theSecondLeaseOfAThreadGoesTheShortWay() throws InterruptedException {
        assertThat(shortWay("a")).isNull();
        Lease first = leaveHint("a");
        assertThat(shortWay("a")).as("it is leased").isNull();
        first.close();
        Lease second = shortWay("a");
        assertThat(second).isNotNull();
        assertThat(second.cell).isSameAs(first.cell);
        first.close(); // late, and no longer its own
        assertThat(second.isOpen()).isTrue();
        second.close();
    }

    @Test
    void twoKeysOfOneThreadGetEachTheirOwn() throws InterruptedException {
        leaveHint("a").close();
        leaveHint("b").close();
        assertThat(shortWay("a")).as("the hint is for b").isNull();
        for (int i = 0; i < 10; i++) {
            for (String key : new String[] {"a", "b"}) {
                Lease lease = engine.acquire(key, -1, Lease::new);
                assertThat(lease.connection().key).isEqualTo(key);
                lease.close();
            }
        }
        assertThat(server.opened).hasValue(2);
    }

    @Test
    void anEqualKeyIsFoundTheLongWay() throws InterruptedException {
        String same = new String("a");
        leaveHint("a").close();
        assertThat(shortWay(same)).isNull();
        Lease lease = engine.acquire(same, -1, Lease::new);
        assertThat(lease.connection().number).isEqualTo(1);
        lease.close();
    }

    @Test
    void aConnectionThatWasRemovedIsNotLeasedAgain() throws InterruptedException {
        Lease broken = leaveHint("a");
        engine.discard(broken, broken.cell, Leasable.generation(broken.first));
        broken.close();
        assertThat(broken.connection().closed).isTrue();
        assertThat(shortWay("a")).isNull();
        Lease next = engine.acquire("a", -1, Lease::new);
        assertThat(next.connection().number).isEqualTo(2);
        next.close();
    }

    @Test
    void aKeyThatWasForgottenIsFoundAnew() throws InterruptedException {
        Engine<String, Connection> kept = engine(null);
        kept.acquire("a", TimeUnit.HOURS.toNanos(1), Lease::new).close();
        kept.acquire("a", -1, Lease::new).close();
        while (kept.stats("a").acquired() > 0) {
            clock.passAndAwaitLook(Duration.ofNanos(IDLE_NANOS));
        }
        assertThat(kept.claim("a", ALL, Lease::new)).isNull();
        Lease next = kept.acquire("a", TimeUnit.HOURS.toNanos(1), Lease::new);
        assertThat(next.connection().number).isEqualTo(2);
        next.close();
        assertThat(kept.stats().acquired()).isEqualTo(3);
        kept.close(0);
    }

    @Test
    void aPoolThatIsClosedMeanwhileLeavesALeaseThatIsOver() throws InterruptedException {
        leaveHint("a").close();
        Lease lease = engine.claim("a", ALL, (cell, first) -> {
            engine.close(0);
            return new Lease(cell, first);
        });
        assertThat(lease).isNotNull();
        assertThat(lease.isOpen()).isFalse();
        lease.close();
        assertThat(lease.connection().closed).isTrue();
        assertThat(server.open).hasValue(0);
    }

    /** The keeper must forget the hint, or the slot is never found: nothing else leads to it but the dropped handle. */
    @Test
    void aLeaseThatIsDroppedAfterItLastedIsFoundThoughAHintNamesIt() throws InterruptedException {
        try (ConnectionPool<String, Connection> pool = ConnectionPool.builder(server)
                .validateAfter(Duration.ofMillis(40))
                .build()) {
            pool.acquire("a").close();
            pool.acquire("a").close(); // leaves a hint
            Handle<Connection> lasting = pool.acquire("a");
            TimeUnit.MILLISECONDS.sleep(1_500); // until the pool has let go of it
            assertThat(lasting.isClosed()).isFalse();
            lasting = null;
            while (pool.stats().leaked() == 0) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private Lease leaveHint(String key) throws InterruptedException {
        engine.acquire(key, -1, Lease::new).close(); // one that is opened was waited for, and leaves none
        return engine.acquire(key, -1, Lease::new);
    }

    private @Nullable Lease shortWay(String key) {
        return engine.claim(key, ALL, Lease::new);
    }

    private Slot<String, Connection> slot() {
        return new Slot<>(new Bucket<>(engine, "a", 1), new Connection("a", 1), 0, 0);
    }

    private Engine<String, Connection> engine(@Nullable Executor helpers) {
        return new Engine<>(new Settings<>(
                server, "hints", 2, 4, 0, IDLE_NANOS, 0, 0, 0, 0, null, new ReentrantLock(), clock, helpers));
    }

    /** A lease without a handle. */
    private record Lease(Leasable<Connection> cell, long first) {
        Connection connection() {
            Connection connection = cell.resource();
            assertThat(connection).isNotNull();
            return connection;
        }

        boolean isOpen() {
            return cell.canRetain(Leasable.generation(first));
        }

        void close() {
            int left = cell.releaseUnused(first);
            if (left != Leasable.NOT_LAST && left != Leasable.DONE) {
                giveBack(left);
            } else if (left == Leasable.NOT_LAST) {
                int last = cell.release(Leasable.generation(first)); // it is to be discarded, or is over
                if (last != Leasable.NOT_LAST) {
                    giveBack(last);
                }
            }
        }

        private void giveBack(int left) {
            try {
                cell.lastClosed(left == Leasable.LEFT_HELD);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
