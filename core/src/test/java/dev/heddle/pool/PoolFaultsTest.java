/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heddle.handle.Handle;
import dev.heddle.handle.Leak;
import dev.heddle.handle.LeakLevel;
import dev.heddle.handle.Leaks;
import dev.heddle.handle.WeakHandle;
import dev.heddle.pool.StubConnector.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server, a driver and an owner can do to a pool. Each test prints what it saw. */
@Tag("fault")
@Timeout(60)
class PoolFaultsTest {
    private static final Duration ASKED = Duration.ofMillis(200);

    /** By how much more a deadline may be missed because the machine is busy; nothing with {@code -Pfaults}. */
    private static final long SCHEDULING_MILLIS = Long.getLong("scheduling.millis", 30_000);

    private final StubConnector server = new StubConnector();
    private final ConnectionPool<String, Connection> pool = ConnectionPool.builder(server)
            .name("faults")
            .maxPerKey(2)
            .maxTotal(8)
            .acquireTimeout(ASKED)
            .validateAfter(Duration.ofMillis(40))
            .build();

    @AfterEach
    void close() {
        server.opening.countDown();
        server.validating.countDown();
        server.closing.countDown();
        pool.close();
        assertThat(server.open).hasValue(0);
    }

    @Test
    void keepsTheDeadlineWhileCreationHangs() {
        server.opening = new CountDownLatch(1);
        assertEndsInTime("creation hangs");
    }

    @Test
    void keepsTheDeadlineWhileValidationHangs() throws InterruptedException {
        pool.acquire("a").close();
        Handle<Connection> second = pool.acquire("a");
        pool.acquire("a").close();
        second.close();
        while (pool.tryAcquire("a") instanceof Handle<Connection> young) {
            young.close();
            TimeUnit.MILLISECONDS.sleep(100); // the time in which nobody uses it
        }
        server.validating = new CountDownLatch(1);
        server.opening = new CountDownLatch(1);
        assertEndsInTime("validation hangs");
    }

    @Test
    void keepsTheDeadlineWhileClosingHangs() throws InterruptedException {
        server.closing = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            Handle<Connection> lease = pool.acquire("a");
            pool.discard(lease);
            lease.close();
        }
        assertEndsInTime("closing hangs");
    }

    @Test
    void triesADownServerAFewTimesASecondAndComesBackSoon() throws InterruptedException {
        server.failure = new IOException("connection refused");
        long began = System.nanoTime();
        List<Thread> callers = new ArrayList<>();
        AtomicBoolean up = new AtomicBoolean();
        for (int i = 0; i < 16; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                while (!up.get()) {
                    try {
                        pool.acquire("a", Duration.ofMillis(50)).close();
                        up.set(true);
                    } catch (AcquireTimeoutException e) {
                        // once more, without a pause
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            }));
        }
        while (server.attempts.get() < 8) {
            Thread.onSpinWait();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        server.failure = null;
        long back = System.nanoTime();
        for (Thread caller : callers) {
            caller.join();
        }
        long recovery = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back);
        System.out.printf("down: 8 attempts in %.2f s; recovered %d ms after the server was back%n", seconds, recovery);
        assertThat(7 / seconds).as("attempts a second").isLessThan(20);
    }

    @Test
    void tellsAllWhoWaitOfAFailureThatIsFinalAtOnce() throws InterruptedException {
        server.failure = new IOException("wrong password");
        server.isFinal = true;
        server.opening = new CountDownLatch(1);
        Queue<Throwable> told = new ConcurrentLinkedQueue<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                try {
                    pool.acquire("a", Duration.ofDays(1)).close();
                } catch (OpenFailedException | InterruptedException e) {
                    told.add(e);
                }
            }));
        }
        while (server.attempts.get() < 2 || pool.stats().waiting() < 16) {
            Thread.onSpinWait();
        }
        server.opening.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(told)
                .hasSize(16)
                .allSatisfy(e ->
                        assertThat(e).isInstanceOf(OpenFailedException.class).hasCause(server.failure));
        assertThat(server.attempts).hasValue(2);
    }

    @Test
    void triesAKeyWhoseFailureIsFinalLessAndLessOftenAndComesBack() throws InterruptedException {
        server.failure = new IOException("wrong password");
        server.isFinal = true;
        long began = System.nanoTime();
        int calls = 0;
        while (server.attempts.get() < 4) {
            calls++;
            assertThatExceptionOfType(OpenFailedException.class).isThrownBy(() -> pool.acquire("a"));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("final: %d calls made 4 attempts in %.2f s%n", calls, seconds);
        assertThat(seconds).isGreaterThan(0.11 * (1 + 2 + 4));
        assertThat(calls).isGreaterThan(4);

        server.failure = null;
        Handle<Connection> lease = null;
        while (lease == null) {
            try {
                lease = pool.acquire("a");
            } catch (OpenFailedException e) {
                // the pause is not over
            }
        }
        lease.close();
        assertThat(server.attempts).hasValue(5);
    }

    @Test
    void waitsForAConnectionThatIsThereThoughNoOtherCanBeOpened() throws Exception {
        Handle<Connection> first = pool.acquire("a");
        server.failure = new IOException("wrong password");
        server.isFinal = true;
        CompletableFuture<Connection> second = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (Handle<Connection> lease = pool.acquire("a", Duration.ofDays(1))) {
                second.complete(lease.get());
            } catch (Throwable e) {
                second.completeExceptionally(e);
            }
        });
        while (pool.stats().failed() == 0) {
            Thread.onSpinWait();
        }
        Connection connection = first.get();
        first.close();
        assertThat(second.get(30, TimeUnit.SECONDS)).isSameAs(connection);
    }

    @Test
    void losesNothingWhenInterruptsRainOnWaiters() throws InterruptedException {
        AtomicInteger served = new AtomicInteger();
        AtomicInteger interrupted = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiters.add(Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    try (Handle<Connection> lease = pool.acquire("a", Duration.ofSeconds(30))) {
                        lease.get().used++;
                        served.incrementAndGet();
                        Thread.yield();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    }
                }
            }));
        }
        while (served.get() < 20_000) {
            waiters.get(ThreadLocalRandom.current().nextInt(8)).interrupt();
            Thread.yield();
        }
        over.set(true);
        for (Thread waiter : waiters) {
            waiter.join();
        }
        System.out.printf("interrupts: %d served, %d interrupted%n", served.get(), interrupted.get());
        assertThat(pool.stats().leased()).isZero();
        assertThat(pool.stats().waiting()).isZero();
        try (Handle<Connection> one = pool.acquire("a");
                Handle<Connection> two = pool.acquire("a")) {
            assertThat(one.get()).isNotSameAs(two.get());
        }
    }

    @Test
    void takesTheConnectionOfADeadOwnerBack() throws InterruptedException {
        Queue<Leak> leaks = new ConcurrentLinkedQueue<>();
        LeakLevel before = Leaks.level();
        Leaks.level(LeakLevel.FULL);
        Leaks.listener(leaks::add);
        try {
            Thread owner = Thread.ofPlatform().start(this::acquireAndDie);
            owner.join();
            assertThat(pool.stats().leased()).isEqualTo(2);
            long began = System.nanoTime();
            while (pool.stats().leaked() < 2 || leaks.size() < 2) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            System.out.printf(
                    "dropped: 2 leases found after %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            assertThat(leaks.remove().opened().getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("acquireAndDie"));
            try (Handle<Connection> one = pool.acquire("a", Duration.ofSeconds(10));
                    Handle<Connection> two = pool.acquire("a", Duration.ofSeconds(10))) {
                assertThat(one.get()).isNotSameAs(two.get());
            }
        } finally {
            Leaks.level(before);
            Leaks.listener(leak -> {});
        }
    }

    @Test
    void takesADroppedConnectionBackThoughClosedAndWeakHandlesOnItAreKept() throws InterruptedException {
        Handle<Connection> closed = pool.acquire("a");
        WeakHandle<Connection> before = closed.weak();
        closed.close();
        WeakHandle<Connection> weak = weakOfADroppedLease();
        while (pool.stats().leaked() == 0) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(pool.stats().opened())
                .as("both leases had the same connection")
                .isEqualTo(1);
        assertThat(weak.tryRetain()).isNull();
        assertThat(before.tryRetain()).isNull();
        assertThat(closed.isClosed()).isTrue();
    }

    private WeakHandle<Connection> weakOfADroppedLease() throws InterruptedException {
        return pool.acquire("a").weak();
    }

    private void acquireAndDie() {
        try {
            pool.acquire("a");
            pool.acquire("a").retain();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLongLeaseIsNoLeakAndComesBack() throws InterruptedException {
        Handle<Connection> lease = pool.acquire("a");
        long began = System.nanoTime();
        while (System.nanoTime() - began < 1_500_000_000L) {
            TimeUnit.MILLISECONDS.sleep(50); // until the pool has let go of it
        }
        System.gc();
        assertThat(pool.stats("a").leased()).isEqualTo(1);
        Connection connection = lease.get();
        Handle<Connection> other = lease.retain();
        lease.close();
        assertThat(other.get()).isSameAs(connection);
        other.close();
        try (Handle<Connection> next = pool.acquire("a")) {
            assertThat(next.get()).isSameAs(connection);
        }
        assertThat(pool.stats().leaked()).isZero();
    }

    @Test
    void wakesAllWaitersAtOnceWhenItCloses() throws InterruptedException {
        List<Handle<Connection>> taken = List.of(pool.acquire("a"), pool.acquire("a"));
        List<Thread> waiters = new ArrayList<>();
        Queue<Long> ended = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 20; i++) {
            waiters.add(Thread.ofVirtual().start(() -> {
                try {
                    pool.acquire("a", Duration.ofSeconds(30));
                } catch (IllegalStateException e) {
                    ended.add(System.nanoTime());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        while (pool.stats().waiting() < 20) {
            Thread.onSpinWait();
        }
        long closing = System.nanoTime();
        Thread closer = Thread.ofVirtual().start(() -> pool.close(Duration.ofSeconds(30)));
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertThat(ended).hasSize(20);
        long told = ended.stream().mapToLong(at -> at - closing).max().orElseThrow();
        System.out.printf(
                "close: the last of 20 waiters heard of it after %d us%n", TimeUnit.NANOSECONDS.toMicros(told));
        assertThat(TimeUnit.NANOSECONDS.toMillis(told)).isLessThanOrEqualTo(50 + SCHEDULING_MILLIS);
        taken.forEach(Handle::close);
        closer.join();
    }

    private void assertEndsInTime(String fault) {
        // Once before, so that no class is loaded within the time that is judged.
        assertThatExceptionOfType(AcquireTimeoutException.class)
                .isThrownBy(() -> pool.acquire("a", Duration.ofMillis(1)));
        long began = System.nanoTime();
        assertThatExceptionOfType(AcquireTimeoutException.class).isThrownBy(() -> pool.acquire("a"));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        System.out.printf("%s: asked for %d ms, ended after %d ms%n", fault, ASKED.toMillis(), millis);
        assertThat(millis).isBetween(ASKED.toMillis(), ASKED.toMillis() + 50 + SCHEDULING_MILLIS);
    }
}
