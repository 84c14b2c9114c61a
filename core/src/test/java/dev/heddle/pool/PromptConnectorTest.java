/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heddle.handle.Handle;
import dev.heddle.pool.StubConnector.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connector that never waits is called by whoever uses the pool, and no thread is woken for it. */
@Timeout(60)
class PromptConnectorTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int ROOM = 4;

    private final Prompt server = new Prompt();
    private ConnectionPool<String, Connection> pool = pool().build();
    private final Callers callers = new Callers();

    private ConnectionPool.Builder<String, Connection> pool() {
        return ConnectionPool.builder(server)
                .name("prompt")
                .maxPerKey(2)
                .maxTotal(ROOM)
                .acquireTimeout(LONG);
    }

    @AfterEach
    void close() {
        server.opening.countDown();
        pool.close();
        assertThat(server.open).hasValue(0);
        assertThat(server.mostOpen.get()).isLessThanOrEqualTo(ROOM);
        assertThat(server.helper).isNull();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("heddle-pool-prompt"));
    }

    @Test
    void isCalledOnTheThreadOfTheCaller() throws InterruptedException {
        pool.acquire("a").close();
        assertThat(server.openers).containsExactly(Thread.currentThread());
        assertThat(pool.stats("a").opened()).isEqualTo(1);
    }

    @Test
    void opensForACallerWhoHasNoTime() throws InterruptedException {
        pool.acquire("a", Duration.ZERO).close();
        assertThat(server.openers).containsExactly(Thread.currentThread());
    }

    @Test
    void opensForACallerWhoOnlyTries() {
        try (Handle<Connection> lease = pool.tryAcquire("a")) {
            assertThat(lease).isNotNull();
        }
        assertThat(pool.stats("a").idle()).isEqualTo(1);
    }

    @Test
    void opensAnotherRatherThanWaitForOneThatIsLeased() throws InterruptedException {
        try (Handle<Connection> one = pool.acquire("a", Duration.ZERO);
                Handle<Connection> two = pool.acquire("a", Duration.ZERO)) {
            assertThat(one.get()).isNotSameAs(two.get());
        }
    }

    @Test
    void closesTheConnectionOfAnotherKeyOnTheThreadOfTheCaller() throws InterruptedException {
        for (int i = 0; i < 3 * ROOM; i++) {
            pool.acquire("key " + i).close();
        }
        assertThat(server.openers).hasSize(3 * ROOM).containsOnly(Thread.currentThread());
        assertThat(server.closers).hasSize(2 * ROOM).containsOnly(Thread.currentThread());
        assertThat(pool.stats().evicted()).isEqualTo(2 * ROOM);
        assertThat(pool.stats().size()).isEqualTo(ROOM);
    }

    @Test
    void isCalledByWhoGivesAConnectionBackForAKeyThatWaitsForRoom() throws InterruptedException {
        List<Handle<Connection>> leases = fill();
        Thread poor = callers.start(() -> pool.acquire("poor").close());
        awaitWaiters(1);
        leases.removeFirst().close();
        poor.join();
        leases.forEach(Handle::close);
        assertThat(callers.failures()).isEmpty();
        assertThat(server.openers).hasSize(ROOM + 1).containsOnly(Thread.currentThread());
        assertThat(server.closers).containsExactly(Thread.currentThread());
    }

    @Test
    void servesAllWhoCameWhileTheFirstWasOpening() throws InterruptedException {
        server.opening = new CountDownLatch(1);
        for (int i = 0; i < 16; i++) {
            callers.start(() -> pool.acquire("a").close());
        }
        awaitWaiters(16);
        server.opening.countDown();
        join();
        assertThat(server.opened.get()).isBetween(1, 2);
    }

    @Test
    void triesAgainAfterAPauseAndTellsTheLastFailure() {
        server.failure = new IOException("refused");
        assertThatExceptionOfType(AcquireTimeoutException.class)
                .isThrownBy(() -> pool.acquire("a", Duration.ofMillis(300)))
                .withCause(server.failure);
        assertThat(server.attempts.get()).isBetween(2, 6);
        assertThat(pool.stats().waiting()).isZero();
    }

    @Test
    void goesOnAfterAFailure() throws InterruptedException {
        server.failure = new IOException("refused");
        callers.start(() -> pool.acquire("a").close());
        while (server.attempts.get() < 2) {
            Thread.onSpinWait();
        }
        server.failure = null;
        join();
    }

    @Test
    void tellsAFailureThatIsFinalAtOnce() {
        server.failure = new IOException("no such tenant");
        server.isFinal = true;
        for (int i = 0; i < 2; i++) { // and does not try again within the pause
            assertThatExceptionOfType(OpenFailedException.class)
                    .isThrownBy(() -> pool.acquire("a"))
                    .withCause(server.failure);
        }
        assertThat(server.attempts).hasValue(1);
    }

    @Test
    void tellsAnErrorToWhoWaitsForTheConnection() {
        server.error = new StackOverflowError("of the connector");
        assertThatExceptionOfType(AcquireTimeoutException.class)
                .isThrownBy(() -> pool.acquire("a", Duration.ZERO))
                .withCause(server.error);
        assertThat(pool.stats().size()).isZero();
    }

    @Test
    void losesNoPlaceWhenAChoreThrows() throws InterruptedException {
        pool.close();
        pool = pool().keyName(key -> {
                    throw new IllegalArgumentException("no name");
                })
                .build();
        fill().forEach(Handle::close);
        server.closeFailure = new IOException("gone"); // of which the log would tell, with the name of the key
        for (int i = 0; i < 2 * ROOM; i++) {
            pool.acquire("key " + i, Duration.ZERO).close();
        }
        server.closeFailure = null;
        assertThat(pool.stats().size()).isEqualTo(ROOM);
        assertThat(pool.stats().closed()).isEqualTo(2 * ROOM);
    }

    @Test
    void isAskedForWhatAnotherOpeningNeeds() throws InterruptedException {
        server.parent = () -> {
            try (Handle<Connection> parent = pool.acquire("parent", Duration.ZERO)) {
                assertThat(parent.get().key).isEqualTo("parent");
            }
        };
        pool.acquire("child", Duration.ZERO).close();
        assertThat(server.openers).containsExactly(Thread.currentThread(), Thread.currentThread());
    }

    @Test
    void doesNotNestTheChoresOfHundredsOfKeysThatWaitForRoom() throws InterruptedException {
        int keys = 500;
        pool.close();
        pool = pool().maxTotal(1).build();
        Handle<Connection> lease = pool.acquire("rich");
        int shallow = server.deepest;
        for (int i = 0; i < keys; i++) {
            String key = "key " + i;
            callers.start(Thread.ofVirtual(), () -> pool.acquire(key).close());
        }
        awaitWaiters(keys);
        server.failure = new IOException("refused");
        lease.close(); // each that fails leaves its place to the next
        assertThat(server.attempts.get()).isGreaterThan(keys);
        assertThat(server.deepest - shallow).isLessThan(40);
        server.failure = null;
        join();
    }

    @Test
    void validatesOnTheThreadOfTheCallerAndReplacesWhatIsBroken() throws InterruptedException {
        Handle<Connection> broken = pool.acquire("a");
        Handle<Connection> other = pool.acquire("a");
        other.get().broken = true;
        other.close();
        pool.discard(broken); // and so the other is suspect
        try (Handle<Connection> lease = pool.acquire("a", Duration.ZERO)) {
            assertThat(lease.get().number).isEqualTo(3);
        }
        broken.close();
        assertThat(server.validations).hasValue(1);
        assertThat(server.validators).containsExactly(Thread.currentThread());
    }

    @Test
    void doesNotLookAtTheInterruptFlagAndLeavesIt() throws InterruptedException {
        Thread.currentThread().interrupt();
        Handle<Connection> lease = pool.acquire("a");
        lease.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.flags).hasValue(1);
    }

    @Test
    void leavesTheInterruptToTheCallerThoughTheConnectorHeardOfIt() {
        server.opening = new CountDownLatch(1); // where it waits, though it has said that it does not
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pool.acquire("a"));
        assertThat(pool.stats().waiting()).isZero();
    }

    @Test
    void isNotInterruptedByTheCloseOfThePool() throws InterruptedException {
        server.opening = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = Thread.ofPlatform().start(() -> {
            callers.attempt(() -> pool.acquire("a").close());
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        while (server.attempts.get() == 0) {
            Thread.onSpinWait();
        }
        assertThat(pool.close(Duration.ZERO).unfinished()).isEqualTo(1);
        server.opening.countDown();
        caller.join();
        assertThat(interrupted).isFalse();
        assertThat(callers.failures()).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(server.closers).containsExactly(caller);
    }

    @Test
    void closesOnTheThreadThatClosesThePool() throws InterruptedException {
        List<Handle<Connection>> leases = fill();
        leases.removeFirst().close();
        Remains remains = pool.close(Duration.ZERO);
        assertThat(remains.leased()).isEqualTo(ROOM - 1);
        assertThat(remains.unfinished()).isZero();
        assertThat(server.closers).hasSize(ROOM).containsOnly(Thread.currentThread());
        leases.forEach(Handle::close);
    }

    @Test
    void keepsTheLimitsAndOneOwnerWhileManyKeysAreAtTheCap() throws InterruptedException {
        int many = 8;
        int turns = 1_000;
        for (int i = 0; i < many; i++) {
            Random random = new Random(i);
            callers.start(() -> {
                for (int turn = 0; turn < turns; turn++) {
                    String key = "key " + random.nextInt(12);
                    try (Handle<Connection> lease = pool.acquire(key)) {
                        Connection connection = lease.get();
                        assertThat(connection.key).isEqualTo(key);
                        assertThat(connection.closed).isFalse();
                        assertThat(connection.owners.incrementAndGet()).isEqualTo(1);
                        connection.owners.decrementAndGet();
                        if (random.nextInt(16) == 0) {
                            pool.discard(lease);
                        }
                    }
                }
            });
        }
        join();
        PoolStats stats = pool.stats();
        assertThat(stats.acquired()).isEqualTo((long) many * turns);
        assertThat(stats.opened() - stats.closed()).isEqualTo(stats.size());
        assertThat(stats.size()).isEqualTo(server.open.get());
        assertThat(stats.leased()).isZero();
        assertThat(stats.timedOut()).isZero();
    }

    private List<Handle<Connection>> fill() throws InterruptedException {
        List<Handle<Connection>> leases = new ArrayList<>();
        for (int i = 0; i < ROOM; i++) {
            leases.add(pool.acquire("full " + i));
        }
        return leases;
    }

    private void join() throws InterruptedException {
        callers.join();
        assertThat(callers.failures()).isEmpty();
    }

    private void awaitWaiters(int count) {
        while (pool.stats().waiting() < count) {
            Thread.onSpinWait();
        }
    }

    /** A server in this process, which sees who calls it. */
    private static final class Prompt extends StubConnector {
        private final Queue<Thread> openers = new ConcurrentLinkedQueue<>();
        private final Queue<Thread> closers = new ConcurrentLinkedQueue<>();
        private final Queue<Thread> validators = new ConcurrentLinkedQueue<>();
        private final AtomicInteger flags = new AtomicInteger();
        private volatile @Nullable Error error;
        private volatile @Nullable Exception closeFailure;
        private volatile Callers.@Nullable Work parent;
        private volatile @Nullable Thread helper;
        private volatile int deepest;

        @Override
        public boolean isPrompt() {
            return true;
        }

        @Override
        public Connection open(String key) throws Exception {
            seen(openers);
            deepest = Math.max(deepest, new Throwable().getStackTrace().length);
            Error fails = error;
            if (fails != null) {
                throw fails;
            }
            Callers.Work needs = parent;
            if (needs != null && key.equals("child")) {
                needs.run();
            }
            return openAtOnce(key);
        }

        /** Does not look at the interrupt flag, unless a test has it wait. */
        private Connection openAtOnce(String key) throws Exception {
            boolean interrupted = opening.getCount() == 0 && Thread.interrupted();
            try {
                return super.open(key);
            } finally {
                if (interrupted) {
                    flags.incrementAndGet();
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void close(Connection connection) throws Exception {
            seen(closers);
            super.close(connection);
            Exception fails = closeFailure;
            if (fails != null) {
                throw fails;
            }
        }

        @Override
        public boolean isValid(Connection connection, Duration timeout) throws Exception {
            seen(validators);
            return super.isValid(connection, timeout);
        }

        private void seen(Queue<Thread> by) {
            by.add(Thread.currentThread());
            if (Thread.currentThread() instanceof Helper) {
                helper = Thread.currentThread();
            }
        }
    }
}
