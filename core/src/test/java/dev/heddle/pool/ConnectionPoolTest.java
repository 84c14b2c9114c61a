/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.heddle.handle.Handle;
import dev.heddle.pool.StubConnector.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionPoolTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final StubConnector server = new StubConnector();
    private ConnectionPool<String, Connection> pool = pool().build();

    private ConnectionPool.Builder<String, Connection> pool() {
        return ConnectionPool.builder(server)
                .name("db")
                .maxPerKey(2)
                .maxTotal(4)
                .acquireTimeout(LONG);
    }

    @AfterEach
    void close() {
        server.opening.countDown();
        server.validating.countDown();
        server.closing.countDown();
        pool.close();
        assertThat(server.open).hasValue(0);
        assertThat(server.mostOpen.get()).isLessThanOrEqualTo(4);
    }

    @Test
    void usesAConnectionAgain() throws InterruptedException {
        Connection first;
        try (Handle<Connection> lease = pool.acquire("a")) {
            first = lease.get();
        }
        try (Handle<Connection> lease = pool.acquire("a")) {
            assertThat(lease.get()).isSameAs(first);
            assertThat(first.resets).hasValue(1);
        }
        assertThat(server.opened).hasValue(1);
        assertThat(pool.stats("a").acquired()).isEqualTo(2);
    }

    @Test
    void givesEachOwnerAConnectionOfItsOwnKey() throws InterruptedException {
        try (Handle<Connection> a = pool.acquire("a");
                Handle<Connection> other = pool.acquire("a");
                Handle<Connection> b = pool.acquire("b")) {
            assertThat(a.get()).isNotSameAs(other.get());
            assertThat(b.get().key).isEqualTo("b");
            assertThat(pool.stats().leased()).isEqualTo(3);
            assertThat(pool.stats("a").leased()).isEqualTo(2);
        }
        assertThat(pool.stats().leased()).isZero();
        assertThat(pool.stats().idle()).isEqualTo(3);
    }

    @Test
    void aClosedLeaseGivesNothingAndClosesNothing() throws InterruptedException {
        Handle<Connection> stale = pool.acquire("a");
        stale.close();
        try (Handle<Connection> lease = pool.acquire("a")) {
            stale.close();
            assertThat(stale.isClosed()).isTrue();
            assertThatIllegalStateException().isThrownBy(stale::get).withMessage("handle is closed");
            assertThat(lease.get().resets).hasValue(1);
            assertThat(pool.stats().leased()).isEqualTo(1);
        }
    }

    @Test
    void aRetainedLeaseComesBackWithItsLastHandle() throws InterruptedException {
        Handle<Connection> lease = pool.acquire("a");
        Handle<Connection> other = lease.retain();
        lease.close();
        lease.close();
        assertThat(pool.stats().leased()).isEqualTo(1);
        assertThat(other.get().resets).hasValue(0);
        other.close();
        assertThat(pool.stats().leased()).isZero();
    }

    @Test
    void triesWithoutWaiting() throws InterruptedException {
        assertThat(pool.tryAcquire("a")).isNull();
        while (pool.stats("a").idle() == 0) {
            Thread.onSpinWait(); // it opens one in the background
        }
        try (Handle<Connection> lease = pool.tryAcquire("a")) {
            assertThat(lease).isNotNull();
            assertThat(pool.tryAcquire("a")).isNull();
        }
    }

    @Test
    void endsWhenTheTimeIsOverAndNamesWhatIsMissing() throws InterruptedException {
        try (Handle<Connection> one = pool.acquire("secret");
                Handle<Connection> two = pool.acquire("secret")) {
            assertThat(one).isNotSameAs(two);
            assertThatExceptionOfType(AcquireTimeoutException.class)
                    .isThrownBy(() -> pool.acquire("secret", Duration.ofMillis(20)))
                    .withMessageStartingWith("pool 'db': no connection for key #1 within ")
                    .withMessageContaining(
                            " ms (2 leased, 0 opening, of at most 2; 2 of at most 4 in all; 0 more waiting)")
                    .withNoCause()
                    .satisfies(e -> assertThat(e.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(20)));
            assertThat(pool.stats().timedOut()).isEqualTo(1);
            assertThat(pool.stats().waiting()).isZero();
        }
        assertStillWorks();
    }

    @Test
    void aZeroTimeoutTakesWhatIsThere() throws InterruptedException {
        pool.acquire("a").close();
        try (Handle<Connection> lease = pool.acquire("a", Duration.ZERO)) {
            assertThat(lease.get().number).isEqualTo(1);
            pool.acquire("a").close();
        }
    }

    @Test
    void tellsTheLastFailureToWhoeverWaitedInVain() {
        server.failure = new IOException("refused");
        assertThatExceptionOfType(AcquireTimeoutException.class)
                .isThrownBy(() -> pool.acquire("a", Duration.ofMillis(300)))
                .withCause(server.failure);
        assertThat(pool.stats().failed()).isPositive();
        assertThat(server.attempts.get()).isBetween(2, 6);
    }

    @Test
    void goesOnAfterAFailure() throws InterruptedException {
        server.failure = new IOException("refused");
        FutureTask<Connection> waiter = start(() -> {
            try (Handle<Connection> lease = pool.acquire("a")) {
                return lease.get();
            }
        });
        while (server.attempts.get() < 2) {
            Thread.onSpinWait();
        }
        server.failure = null;
        assertThat(get(waiter).key).isEqualTo("a");
    }

    @Test
    void aFailingKeyLeavesOthersAlone() throws InterruptedException {
        server.opening = new CountDownLatch(1);
        FutureTask<Connection> stuck = start(() -> {
            try (Handle<Connection> lease = pool.acquire("stuck")) {
                return lease.get();
            }
        });
        while (server.attempts.get() == 0) {
            Thread.onSpinWait();
        }
        CountDownLatch before = server.opening;
        server.opening = new CountDownLatch(0);
        pool.acquire("other").close();
        before.countDown();
        assertThat(get(stuck).key).isEqualTo("stuck");
    }

    @Test
    void isInterruptedWhileWaiting() throws InterruptedException {
        try (Handle<Connection> one = pool.acquire("a");
                Handle<Connection> two = pool.acquire("a")) {
            assertThat(one).isNotSameAs(two);
            AtomicInteger interrupted = new AtomicInteger();
            Thread waiter = Thread.ofPlatform().start(() -> {
                try {
                    pool.acquire("a").close();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                }
            });
            awaitWaiters(1);
            waiter.interrupt();
            waiter.join();
            assertThat(interrupted).hasValue(1);
            assertThat(pool.stats().waiting()).isZero();
        }
        assertStillWorks();
    }

    @Test
    void isInterruptedBeforeItWaits() throws InterruptedException {
        try (Handle<Connection> one = pool.acquire("a");
                Handle<Connection> two = pool.acquire("a")) {
            assertThat(one).isNotSameAs(two);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pool.acquire("a"));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        assertStillWorks();
    }

    @Test
    void servesWaitersInOrder() throws InterruptedException {
        List<Integer> served = new ArrayList<>();
        Handle<Connection> one = pool.acquire("a");
        Handle<Connection> two = pool.acquire("a");
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            waiters.add(Thread.ofVirtual().start(() -> {
                try (Handle<Connection> lease = pool.acquire("a")) {
                    served.add(number);
                    assertThat(lease.get()).isNotNull();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
            awaitWaiters(i + 1);
        }
        one.close();
        for (Thread waiter : waiters) {
            waiter.join();
        }
        two.close();
        assertThat(served).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void closingWakesWaitersAndTellsWhatIsLeft() throws InterruptedException {
        Handle<Connection> one = pool.acquire("a");
        Handle<Connection> two = pool.acquire("a");
        FutureTask<String> waiter = start(() -> {
            try {
                pool.acquire("a").close();
                return "served";
            } catch (IllegalStateException e) {
                return e.getMessage();
            }
        });
        awaitWaiters(1);
        Remains remains = pool.close(Duration.ofMillis(10));
        assertThat(get(waiter)).isEqualTo("pool 'db' is closed");
        assertThat(remains).isEqualTo(new Remains(2, 0, List.of("key #1")));
        assertThatIllegalStateException().isThrownBy(one::get).withMessage("handle was revoked");
        one.close();
        two.close();
        assertThatIllegalStateException().isThrownBy(() -> pool.acquire("a")).withMessage("pool 'db' is closed");
        assertThatIllegalStateException().isThrownBy(() -> pool.tryAcquire("b"));
        assertThat(pool.close(Duration.ZERO).isEmpty()).isTrue();
        assertThat(pool).hasToString("ConnectionPool[db, closed]");
    }

    @Test
    void closingWaitsForLeases() throws InterruptedException {
        Handle<Connection> lease = pool.acquire("a");
        pool.acquire("b").close();
        FutureTask<Remains> closing = start(() -> pool.close(LONG));
        while (server.open.get() != 1) {
            Thread.onSpinWait(); // the idle one is closed at once
        }
        assertThat(lease.get().closed).isFalse();
        lease.close();
        assertThat(get(closing).isEmpty()).isTrue();
    }

    @Test
    void discardsABrokenConnectionAndChecksTheOthers() throws InterruptedException {
        Handle<Connection> broken = pool.acquire("a");
        Handle<Connection> good = pool.acquire("a");
        Connection other = good.get();
        good.close();
        Connection gone = broken.get();
        pool.discard(broken);
        broken.close();
        try (Handle<Connection> lease = pool.acquire("a")) {
            assertThat(lease.get()).isNotSameAs(gone);
        }
        while (server.validations.get() == 0 || !gone.closed) {
            Thread.onSpinWait();
        }
        assertThat(other.closed).isFalse();
        pool.discard(broken); // closed: does nothing
    }

    @Test
    void discardsNothingOfOthers() {
        try (Handle<Connection> foreign = Handle.of(new Connection("x", 0), c -> {})) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.discard(foreign))
                    .withMessage("lease: Handle[open, owners=1] (expected: a lease of pool 'db')");
        }
    }

    @Test
    void dropsAConnectionThatCannotBeReset() throws InterruptedException {
        Handle<Connection> lease = pool.acquire("a");
        Connection bad = lease.get();
        server.resetFailure = new IllegalStateException("reset");
        lease.close();
        server.resetFailure = null;
        try (Handle<Connection> next = pool.acquire("a")) {
            assertThat(next.get()).isNotSameAs(bad);
        }
        while (!bad.closed) {
            Thread.onSpinWait();
        }
        assertThat(pool.stats().failed()).isEqualTo(1);
    }

    @Test
    void makesRoomForAnotherKey() throws InterruptedException {
        for (String key : List.of("a", "b", "c", "d")) {
            pool.acquire(key).close();
        }
        pool.acquire("e").close();
        assertThat(server.mostOpen).hasValue(4);
        assertThat(pool.stats().evicted()).isEqualTo(1);
        assertThat(pool.stats().size()).isEqualTo(4);
    }

    @Test
    void takesAConnectionFromARicherKeyWhenAllAreTaken() throws InterruptedException {
        List<Handle<Connection>> taken = new ArrayList<>();
        for (String key : List.of("a", "a", "b", "b")) {
            taken.add(pool.acquire(key));
        }
        FutureTask<String> poor = start(() -> {
            try (Handle<Connection> lease = pool.acquire("c")) {
                return lease.get().key;
            }
        });
        awaitWaiters(1);
        FutureTask<String> rich = start(() -> {
            try (Handle<Connection> lease = pool.acquire("a")) {
                return lease.get().key;
            }
        });
        awaitWaiters(2);
        taken.get(0).close();
        assertThat(get(poor)).isEqualTo("c");
        taken.get(1).close();
        assertThat(get(rich)).isEqualTo("a");
        taken.get(2).close();
        taken.get(3).close();
    }

    @Test
    void closesIdleAndOldConnections() throws InterruptedException {
        pool.close();
        pool = pool().idleTime(Duration.ofMillis(50)).build();
        pool.acquire("a").close();
        Connection idle = server.connections.iterator().next();
        while (!idle.closed || pool.stats("a").size() != 0) {
            Thread.onSpinWait();
        }
        pool.close();
        pool = pool().maxLifetime(Duration.ofMillis(50)).minIdle(1).build();
        server.connections.clear();
        Handle<Connection> lease = pool.acquire("b");
        Connection old = lease.get();
        while (server.open.get() != 1) {
            Thread.onSpinWait();
        }
        assertThat(old.closed).isFalse();
        FutureTask<Boolean> waited = start(() -> {
            while (pool.stats().leased() == 1) {
                Thread.onSpinWait();
            }
            return true;
        });
        lease.close();
        assertThat(get(waited)).isTrue();
        while (server.opened.get() < 3) {
            Thread.onSpinWait(); // minIdle, after the old one expired
        }
    }

    @Test
    void validatesWhatNobodyUsedForAWhile() throws InterruptedException {
        pool.close();
        pool = pool().validateAfter(Duration.ofMillis(40)).build();
        pool.acquire("a").close();
        Connection stale = server.connections.iterator().next();
        stale.broken = true;
        while (pool.tryAcquire("a") instanceof Handle<Connection> young) {
            young.close();
            TimeUnit.MILLISECONDS.sleep(100); // the time in which nobody uses it
        }
        try (Handle<Connection> lease = pool.acquire("a")) {
            assertThat(lease.get()).isNotSameAs(stale);
        }
        assertThat(server.validations.get()).isPositive();
    }

    @Test
    void refusesBadSettings() {
        assertThatNullPointerException()
                .isThrownBy(() -> ConnectionPool.builder(null))
                .withMessage("connector");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool().maxPerKey(0))
                .withMessage("maxPerKey: 0 (expected: at least 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool().minIdle(3).build())
                .withMessage("minIdle: 3 (expected: at most maxPerKey, 2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool().idleTime(Duration.ofSeconds(-1)))
                .withMessage("idleTime: PT-1S (expected: not negative)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.acquire("a", Duration.ofNanos(-1)))
                .withMessage("timeout: PT-0.000000001S (expected: not negative)");
        assertThatNullPointerException().isThrownBy(() -> pool.acquire(null)).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> pool.discard(null)).withMessage("lease");
    }

    @Test
    void neverHasTwoOwnersUnderLoad() throws InterruptedException {
        pool.close();
        pool = pool().maxPerKey(3).build();
        AtomicInteger faults = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int number = i;
            Thread.Builder builder = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
            threads.add(builder.start(() -> {
                for (int round = 0; round < 3_000; round++) {
                    String key = "k" + (number + round / 100) % 3;
                    try (Handle<Connection> lease = pool.acquire(key)) {
                        Connection connection = lease.get();
                        if (!connection.key.equals(key) || connection.owners.incrementAndGet() != 1) {
                            faults.incrementAndGet();
                        }
                        connection.used++;
                        if (round % 16 == 0) {
                            Thread.yield();
                        }
                        connection.owners.decrementAndGet();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(faults).hasValue(0);
        assertThat(server.connections.stream().mapToInt(c -> c.used).sum()).isEqualTo(36_000);
        assertThat(pool.stats().acquired()).isEqualTo(36_000);
    }

    private void assertStillWorks() throws InterruptedException {
        try (Handle<Connection> one = pool.acquire("a");
                Handle<Connection> two = pool.acquire("a")) {
            assertThat(one.get()).isNotSameAs(two.get());
        }
    }

    private void awaitWaiters(int waiting) {
        while (pool.stats().waiting() != waiting) {
            Thread.onSpinWait();
        }
    }

    private interface Body<T> {
        T run() throws Exception;
    }

    private static <T> FutureTask<T> start(Body<T> body) {
        FutureTask<T> task = new FutureTask<>(body::run);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static <T> T get(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
