/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandleCacheTest {
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final HandleCache<String, String> cache =
            HandleCache.of(key -> key + made.incrementAndGet(), r -> closed.incrementAndGet());

    @Test
    void sharesOneResourceOfAKeyAndClosesItWithTheLastHandle() throws InterruptedException {
        Handle<String> first = cache.acquire("a");
        Handle<String> second = cache.acquire("a");
        assertThat(first.get()).isEqualTo("a1").isSameAs(second.get());
        first.close();
        first.close();
        assertThat(closed).hasValue(0);
        second.close();
        assertThat(closed).hasValue(1);
        assertThat(cache.size()).isZero();
        try (Handle<String> next = cache.acquire("a")) {
            assertThat(next.get()).isEqualTo("a2");
        }
    }

    @Test
    void makesOnceUnderAThunderingHerdWhileOtherKeysGoOn() throws InterruptedException {
        CountDownLatch making = new CountDownLatch(1);
        AtomicInteger makes = new AtomicInteger();
        HandleCache<String, String> slow = HandleCache.of(
                key -> {
                    if (key.equals("slow")) {
                        makes.incrementAndGet();
                        making.await();
                    }
                    if (key.equals("failing")) {
                        throw new IOException("disk");
                    }
                    return key;
                },
                r -> closed.incrementAndGet());
        Queue<Handle<String>> handles = new ConcurrentLinkedQueue<>();
        List<Thread> herd = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            herd.add(Thread.ofVirtual().start(() -> {
                try {
                    handles.add(slow.acquire("slow"));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        assertThat(catchThrowable(() -> slow.acquire("failing"))).hasRootCauseMessage("disk");
        slow.acquire("fast").close();
        assertThat(handles).isEmpty();
        making.countDown();
        for (Thread each : herd) {
            each.join();
        }
        assertThat(makes).hasValue(1);
        assertThat(handles).hasSize(1_000);
        handles.forEach(Handle::close);
        assertThat(closed).hasValue(2);
    }

    @Test
    void theFirstOfAHerdDoesNotCloseTheResourceUnderTheOthers() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        HandleCache<String, String> cache = HandleCache.of(
                key -> {
                    made.incrementAndGet();
                    waiting.await();
                    return key;
                },
                r -> closed.incrementAndGet());
        List<Thread> herd = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            herd.add(Thread.ofVirtual().start(() -> {
                try {
                    cache.acquire("a").close();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        awaitParked(herd);
        waiting.countDown();
        for (Thread each : herd) {
            each.join();
        }
        assertThat(made).hasValue(1);
        assertThat(closed).hasValue(1);
    }

    @Test
    void tellsAFailureToAllWhoWaitedAndTriesAgain() throws InterruptedException {
        CountDownLatch failing = new CountDownLatch(1);
        IOException failure = new IOException("disk");
        HandleCache<String, String> cache = HandleCache.of(
                key -> {
                    if (made.incrementAndGet() == 1) {
                        failing.await();
                        throw failure;
                    }
                    return key;
                },
                r -> closed.incrementAndGet());
        Queue<Throwable> told = new ConcurrentLinkedQueue<>();
        List<Thread> herd = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            herd.add(Thread.ofVirtual().start(() -> told.add(catchThrowable(() -> cache.acquire("a")))));
        }
        awaitParked(herd);
        failing.countDown();
        for (Thread each : herd) {
            each.join();
        }
        assertThat(told)
                .hasSize(5)
                .allSatisfy(each -> assertThat(each)
                        .isInstanceOf(HandleException.class)
                        .hasMessage("the resource could not be made")
                        .hasCause(failure));
        try (Handle<String> again = cache.acquire("a")) {
            assertThat(again.get()).isEqualTo("a");
        }
    }

    @Test
    void anInterruptedWaiterLeavesNoShareBehind() throws InterruptedException {
        CountDownLatch making = new CountDownLatch(1);
        HandleCache<String, String> cache = HandleCache.of(
                key -> {
                    made.incrementAndGet();
                    making.await();
                    return key;
                },
                r -> closed.incrementAndGet());
        Queue<Handle<String>> handles = new ConcurrentLinkedQueue<>();
        Thread maker = Thread.ofVirtual().start(() -> {
            try {
                handles.add(cache.acquire("a"));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        while (made.get() == 0) {
            Thread.onSpinWait();
        }
        AtomicInteger interrupted = new AtomicInteger();
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                cache.acquire("a");
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
            }
        });
        awaitParked(List.of(waiter));
        waiter.interrupt();
        waiter.join();
        assertThat(interrupted).hasValue(1);
        making.countDown();
        maker.join();
        handles.forEach(Handle::close);
        assertThat(closed).hasValue(1);
    }

    @Test
    void anInterruptedMakerLeavesTheMakeToTheNext() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        HandleCache<String, String> cache = HandleCache.of(
                key -> {
                    if (made.incrementAndGet() == 1) {
                        never.await();
                    }
                    return key + made;
                },
                r -> closed.incrementAndGet());
        Queue<Throwable> told = new ConcurrentLinkedQueue<>();
        Thread maker = Thread.ofVirtual().start(() -> told.add(catchThrowable(() -> cache.acquire("a"))));
        while (made.get() == 0) {
            Thread.onSpinWait();
        }
        Queue<Handle<String>> handles = new ConcurrentLinkedQueue<>();
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                handles.add(cache.acquire("a"));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        awaitParked(List.of(waiter));
        maker.interrupt();
        maker.join();
        waiter.join();
        assertThat(told.remove()).isInstanceOf(InterruptedException.class);
        assertThat(handles.remove().get()).isEqualTo("a2");
    }

    @Test
    void keepsIdleResourcesForAWhile() throws InterruptedException {
        HandleCache<String, String> lingering = HandleCache.of(
                key -> key + made.incrementAndGet(), r -> closed.incrementAndGet(), Duration.ofMillis(20));
        lingering.acquire("a").close();
        Handle<String> again = lingering.tryAcquire("a");
        if (again != null) { // else this thread has slept for long
            assertThat(again.get()).isEqualTo("a1");
            assertThat(closed).hasValue(0);
            again.close();
        }
        while (closed.get() == 0 || lingering.size() > 0) {
            Thread.onSpinWait();
        }
        assertThat(lingering.tryAcquire("a")).isNull();
    }

    @Test
    void closingClosesWhatIsIdleAndTheRestWithItsLastHandle() throws InterruptedException {
        HandleCache<String, String> lingering =
                HandleCache.of(key -> key + made.incrementAndGet(), r -> closed.incrementAndGet(), Duration.ofHours(1));
        lingering.acquire("idle").close();
        Handle<String> used = lingering.acquire("used");
        lingering.close();
        lingering.close();
        assertThat(closed).hasValue(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> lingering.acquire("used"))
                .withMessage("cache is closed");
        assertThat(lingering.tryAcquire("used")).isNull();
        assertThat(used.get()).isEqualTo("used2");
        used.close();
        assertThat(closed).hasValue(2);
        assertThat(lingering).hasToString("HandleCache[size=0, closed]");
    }

    @Test
    void tellsTheCloserOfTheCacheWhatACloserThrew() throws InterruptedException {
        HandleCache<String, String> failing = HandleCache.of(
                key -> key,
                r -> {
                    throw new IOException(r);
                },
                Duration.ofHours(1));
        failing.acquire("a").close();
        failing.acquire("b").close();
        assertThatExceptionOfType(HandleException.class)
                .isThrownBy(failing::close)
                .withCauseInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(failing.size()).isZero();
    }

    @Test
    void refusesAMakerThatAsksForItsOwnKey() {
        List<HandleCache<String, String>> self = new ArrayList<>();
        self.add(HandleCache.of(key -> self.getFirst().acquire(key).get(), r -> {}));
        assertThatExceptionOfType(HandleException.class)
                .isThrownBy(() -> self.getFirst().acquire("a"))
                .havingCause()
                .isInstanceOf(IllegalStateException.class)
                .withMessage("the maker or the closer of a key asks for the same key");
    }

    @Test
    void refusesBadArguments() {
        assertThatNullPointerException()
                .isThrownBy(() -> HandleCache.of(null, r -> {}))
                .withMessage("maker");
        assertThatNullPointerException().isThrownBy(() -> cache.acquire(null)).withMessage("key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HandleCache.of(k -> k, r -> {}, Duration.ofNanos(-1)))
                .withMessage("idleTime: PT-0.000000001S (expected: not negative)");
        HandleCache<String, String> nothing = HandleCache.of(k -> null, r -> {});
        assertThatExceptionOfType(HandleException.class)
                .isThrownBy(() -> nothing.acquire("a"))
                .withCauseInstanceOf(NullPointerException.class);
    }

    private static void awaitParked(List<Thread> threads) {
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
    }
}
