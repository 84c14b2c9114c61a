/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class ParallelTest {
    private final Set<Thread> seen = ConcurrentHashMap.newKeySet();

    /** Two kinds of calls, the second with helpers enough on any machine. */
    static List<Parallel> kinds() {
        return List.of(Parallel.io(4), Parallel.cpu(new Semaphore(3)));
    }

    /** No thread that a function was called on, other than the test's own, is left behind. */
    @AfterEach
    void noThreadIsLeft() {
        seen.remove(Thread.currentThread());
        assertThat(seen).noneMatch(Thread::isAlive);
        assertThat(Thread.interrupted()).as("left interrupted").isFalse();
    }

    private <T> T note(T value) {
        seen.add(Thread.currentThread());
        return value;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Takes a while, so that helpers are worth it. */
    private static int work(int number) {
        int value = number;
        for (int i = 0; i < 20_000; i++) {
            value ^= value << 13;
            value ^= value >>> 17;
            value ^= value << 5;
        }
        return value;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void mapsInTheOrderOfTheInputs(Parallel parallel) throws Exception {
        assertThat(parallel.map(numbers(3000), i -> note(i + work(0) + 1)))
                .isEqualTo(IntStream.rangeClosed(1, 3000).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void hasNothingToDoWithoutInputs(Parallel parallel) throws Exception {
        assertThat(parallel.map(List.of(), i -> i)).isEmpty();
        try (Results<Object> results = parallel.results(List.of(), i -> i)) {
            assertThat(results.next()).isNull();
            assertThat(results.next()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void doesEachInputOnce(Parallel parallel) throws Exception {
        int[] counts = new int[5000];
        parallel.forEach(numbers(5000), i -> {
            note(work(i));
            synchronized (counts) {
                counts[i]++;
            }
        });
        assertThat(counts).containsOnly(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void givesResultsInTheOrderOfTheInputs(Parallel parallel) throws Exception {
        List<Integer> got = new ArrayList<>();
        try (Results<Integer> results = parallel.results(numbers(3000), i -> note(i + 0 * work(i)))) {
            for (Integer each = results.next(); each != null; each = results.next()) {
                got.add(each);
            }
        }
        assertThat(got).isEqualTo(numbers(3000));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void givesEachResultOnceAsCompleted(Parallel parallel) throws Exception {
        List<Integer> got = new ArrayList<>();
        try (Results<Integer> results =
                parallel.window(7).resultsAsCompleted(numbers(3000), i -> note(i + 0 * work(i)))) {
            for (Integer each = results.next(); each != null; each = results.next()) {
                got.add(each);
            }
        }
        assertThat(got).containsExactlyInAnyOrderElementsOf(numbers(3000));
    }

    @Test
    void givesWhatIsDoneBeforeWhatIsSlow() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (Results<Integer> results = Parallel.io(2).resultsAsCompleted(numbers(50), i -> {
            note(i);
            if (i == 0) {
                slow.await();
            }
            return i;
        })) {
            for (int i = 1; i < 50; i++) {
                assertThat(results.next()).isPositive();
            }
            slow.countDown();
            assertThat(results.next()).isZero();
            assertThat(results.next()).isNull();
        }
    }

    @Test
    void aSlowInputIsOvertakenByAsManyAsTheWindowHolds() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch overtaking = new CountDownLatch(39);
        AtomicInteger most = new AtomicInteger();
        try (Results<Integer> results = Parallel.io(2).window(40).results(numbers(500), i -> {
            note(i);
            most.accumulateAndGet(i, Math::max);
            if (i == 0) {
                slow.await();
            }
            overtaking.countDown();
            return i;
        })) {
            overtaking.await();
            assertThat(most).hasValue(39);
            slow.countDown();
            for (int i = 0; i < 500; i++) {
                assertThat(results.next()).isEqualTo(i);
            }
            assertThat(results.next()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void neverHoldsMoreThanTheWindow(Parallel parallel) throws Exception {
        AtomicInteger live = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Results<Integer> results = parallel.window(5).results(numbers(2000), i -> {
            note(work(i));
            most.accumulateAndGet(live.incrementAndGet(), Math::max);
            return i;
        })) {
            while (results.next() != null) {
                live.decrementAndGet();
            }
        }
        // what next() has just taken off the belt is counted here until it is counted down
        assertThat(most.get()).isBetween(1, 2 * 5);
    }

    @Test
    void runsAsManyAtOnceAsTheLimitAndNoMore() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier all = new CyclicBarrier(8);
        Parallel.io(8).forEach(numbers(800), i -> {
            note(i);
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            all.await();
            running.decrementAndGet();
        });
        assertThat(most).hasValue(8);
    }

    @Test
    void startsNoMoreThreadsThanInputs() throws Exception {
        Parallel.io(1000).forEach(numbers(3), this::note);
        assertThat(seen).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aCallerThatComputesWorksToo() throws Exception {
        Parallel.cpu(new Semaphore(1)).forEach(numbers(20_000), i -> note(work(i)));
        assertThat(seen).hasSize(2).contains(Thread.currentThread());
    }

    @Test
    void aShortCallStartsNoThread() throws Exception {
        Parallel.cpu(new Semaphore(3)).forEach(numbers(3), this::note);
        assertThat(seen).containsOnly(Thread.currentThread());
    }

    @Test
    void worksAloneWithoutHelpersAndGivesThemBack() throws Exception {
        Semaphore helpers = new Semaphore(1);
        Parallel outer = Parallel.cpu(helpers);
        List<Integer> sums = outer.map(numbers(40), i -> {
            note(work(i));
            int sum = 0;
            for (int part : outer.map(numbers(20), j -> note(j + 0 * work(j)))) {
                sum += part;
            }
            return i + sum;
        });
        assertThat(sums).isEqualTo(IntStream.range(190, 230).boxed().toList());
        assertThat(helpers.availablePermits()).isEqualTo(1);
    }

    @Test
    void ioCallsMayBeNested() throws Exception {
        Parallel one = Parallel.io(1);
        assertThat(one.map(
                        numbers(3),
                        i -> one.map(
                                        numbers(3),
                                        j -> one.map(numbers(2), k -> note(i + j + k))
                                                .get(1))
                                .get(2)))
                .containsExactly(3, 4, 5);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theFirstFailureIsThrownAndEndsTheCall(Parallel parallel) {
        AtomicInteger calls = new AtomicInteger();
        IllegalStateException cause = new IllegalStateException("bad");
        assertThatThrownBy(() -> parallel.map(numbers(1_000_000), i -> {
                    note(calls.incrementAndGet());
                    if (i == 17) {
                        throw cause;
                    }
                    return i;
                }))
                .isInstanceOf(TaskException.class)
                .hasMessage("failed at input 17: java.lang.IllegalStateException: bad")
                .hasCause(cause)
                .satisfies(
                        thrown -> assertThat(((TaskException) thrown).input()).isEqualTo(17));
        int after = calls.get();
        assertThat(after).isLessThan(1_000_000);
        assertThat(calls).hasValue(after);
    }

    @Test
    void laterFailuresAreSuppressedOnTheFirst() {
        CyclicBarrier both = new CyclicBarrier(2);
        Throwable thrown = catchThrowable(() -> Parallel.io(2).map(numbers(2), i -> {
            note(i);
            both.await();
            throw new IllegalStateException("bad " + i);
        }));
        assertThat(thrown).isInstanceOf(TaskException.class);
        List<String> messages = new ArrayList<>(List.of(thrown.getCause().getMessage()));
        for (Throwable suppressed : thrown.getSuppressed()) {
            messages.add(suppressed.getCause().getMessage());
        }
        assertThat(messages).containsExactlyInAnyOrder("bad 0", "bad 1");
    }

    @Test
    void aFailureInterruptsTheOthersAndTheirInterruptIsNoFailure() {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        assertThatThrownBy(() -> Parallel.io(2).forEach(numbers(100), i -> {
                    note(i);
                    if (i == 0) {
                        waiting.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.incrementAndGet();
                            throw e;
                        }
                    }
                    waiting.await();
                    throw new IllegalStateException("bad");
                }))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("input 1")
                .hasNoSuppressedExceptions();
        assertThat(interrupted).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anErrorIsThrownAsItIs(Parallel parallel) {
        AssertionError error = new AssertionError("deep");
        assertThatThrownBy(() -> parallel.forEach(numbers(1000), i -> {
                    note(i);
                    if (i == 5) {
                        throw error;
                    }
                }))
                .isSameAs(error)
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .anySatisfy(where -> assertThat(where)
                                .isInstanceOf(TaskException.class)
                                .hasMessage("failed at input 5")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNullResultIsAFailure(Parallel parallel) {
        TaskFunction<Integer, @Nullable Integer> function = i -> i == 3 ? null : note(i);
        assertThatThrownBy(() -> parallel.map(numbers(10), function))
                .isInstanceOf(TaskException.class)
                .hasCauseInstanceOf(NullPointerException.class)
                .hasMessageContaining("input 3");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNullInputIsAFailure(Parallel parallel) {
        assertThatThrownBy(() -> parallel.map(Arrays.asList(0, 1, null, 3), this::note))
                .isInstanceOf(TaskException.class)
                .hasCauseInstanceOf(NullPointerException.class)
                .hasMessageContaining("input 2")
                .hasMessageContaining("the inputs have a null");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void inputsThatThrowEndTheCall(Parallel parallel) {
        assertThatThrownBy(() -> parallel.map(failingAfter(100), this::note))
                .isInstanceOf(TaskException.class)
                .hasMessage("failed at input 100: java.lang.IllegalStateException: no more");
        assertThatThrownBy(() -> {
                    try (Results<Integer> results = parallel.results(failingAfter(3), this::note)) {
                        while (results.next() != null) {
                            // until it throws
                        }
                    }
                })
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("input 3");
    }

    private static Iterable<Integer> failingAfter(int count) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                if (next == count) {
                    throw new IllegalStateException("no more");
                }
                return true;
            }

            @Override
            public Integer next() {
                return next++;
            }
        };
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void takesNoInputWhenInterruptedBefore(Parallel parallel) {
        Iterable<Integer> inputs = () -> {
            throw new AssertionError("looked at");
        };
        for (Task call : List.<Task>of(
                () -> parallel.map(inputs, i -> i),
                () -> parallel.forEach(inputs, i -> {}),
                () -> parallel.results(inputs, i -> i),
                () -> parallel.resultsAsCompleted(inputs, i -> i))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(call::run).isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void endsWhenInterruptedMeanwhile(Parallel parallel) {
        Thread caller = Thread.currentThread();
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> parallel.forEach(endless(), i -> {
                    note(work(i));
                    if (calls.incrementAndGet() == 100) {
                        caller.interrupt();
                    }
                }))
                .isInstanceOf(InterruptedException.class);
        int after = calls.get();
        assertThat(calls).hasValue(after);
    }

    @Test
    void anInterruptReachesAFunctionThatWaits() throws Exception {
        CountDownLatch waiting = new CountDownLatch(2);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.ofPlatform()
                .start(() -> thrown.set(catchThrowable(() -> Parallel.io(2).forEach(endless(), i -> {
                    note(i);
                    waiting.countDown();
                    new CountDownLatch(1).await();
                }))));
        waiting.await();
        caller.interrupt();
        caller.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class).hasNoSuppressedExceptions();
    }

    @Test
    void aFunctionThatIsInterruptedOnTheCallersThreadEndsTheCall() {
        Thread caller = Thread.currentThread();
        assertThatThrownBy(() -> Parallel.cpu(new Semaphore(0)).map(numbers(10), i -> {
                    caller.interrupt();
                    Thread.sleep(10_000);
                    return i;
                }))
                .isInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anInterruptThatAFunctionLeavesBehindOnAThreadOfItsOwnHarmsNobody(Parallel parallel) throws Exception {
        Thread caller = Thread.currentThread();
        assertThat(parallel.map(numbers(2000), i -> {
                    if (note(Thread.currentThread()) != caller) {
                        Thread.currentThread().interrupt();
                    }
                    return i + 0 * work(i);
                }))
                .isEqualTo(numbers(2000));
    }

    private static Iterable<Integer> endless() {
        return () -> IntStream.iterate(0, i -> i + 1).iterator();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void endsAtTheDeadline(Parallel parallel) {
        Parallel hasty = parallel.deadline(Duration.ofMillis(20));
        assertThatThrownBy(() -> hasty.forEach(endless(), i -> note(work(i))))
                .isInstanceOf(DeadlineException.class)
                .hasMessage("not done within PT0.02S");
        assertThatThrownBy(() -> {
                    try (Results<Integer> results = hasty.results(endless(), i -> note(work(i)))) {
                        while (results.next() != null) {
                            // until it throws
                        }
                    }
                })
                .isInstanceOf(DeadlineException.class);
    }

    @Test
    void theDeadlineInterruptsAFunctionThatWaits() {
        assertThatThrownBy(() -> Parallel.io(3).deadline(Duration.ofMillis(20)).forEach(numbers(3), i -> {
                    note(i);
                    new CountDownLatch(1).await();
                }))
                .isInstanceOf(DeadlineException.class)
                .hasNoSuppressedExceptions();
        assertThatThrownBy(() -> {
                    try (Results<Integer> results = Parallel.io(3)
                            .deadline(Duration.ofMillis(20))
                            .results(numbers(3), i -> {
                                note(i);
                                new CountDownLatch(1).await();
                                return i;
                            })) {
                        results.next();
                    }
                })
                .isInstanceOf(DeadlineException.class);
    }

    @Test
    void theDeadlineInterruptsInputsThatWait() {
        Iterable<Integer> waiting = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return true;
            }

            @Override
            public Integer next() {
                return 1;
            }
        };
        assertThatThrownBy(() -> Parallel.io(3).deadline(Duration.ofMillis(20)).forEach(waiting, this::note))
                .isInstanceOf(DeadlineException.class);
    }

    @Test
    void aLongDeadlineIsNoDeadline() throws Exception {
        assertThat(Parallel.io(2).deadline(Duration.ofSeconds(Long.MAX_VALUE)).map(numbers(3), this::note))
                .containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closingHalfWayEndsTheCall(Parallel parallel) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Results<Integer> results = parallel.results(endless(), i -> note(calls.incrementAndGet() + 0 * work(i)));
        for (int i = 0; i < 100; i++) {
            assertThat(results.next()).isNotNull();
        }
        results.close();
        int after = calls.get();
        assertThat(seen).filteredOn(thread -> thread != Thread.currentThread()).noneMatch(Thread::isAlive);
        results.close();
        assertThatThrownBy(results::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the results are closed");
        assertThat(calls).hasValue(after);
    }

    @Test
    void closingWakesThreadsThatWaitForRoom() throws Exception {
        CountDownLatch full = new CountDownLatch(3);
        Results<Integer> results = Parallel.io(5).window(3).results(endless(), i -> {
            full.countDown();
            return note(i);
        });
        full.await();
        results.close();
    }

    @Test
    void anInterruptWhileWaitingForAResultLosesNothing() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (Results<Integer> results = Parallel.io(2).results(numbers(3), i -> {
            note(i);
            slow.await();
            return i;
        })) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(results::next).isInstanceOf(InterruptedException.class);
            slow.countDown();
            for (int i = 0; i < 3; i++) {
                assertThat(results.next()).isEqualTo(i);
            }
            assertThat(results.next()).isNull();
        }
    }

    @Test
    void aFunctionCannotCloseItsOwnCall() throws Exception {
        AtomicReference<Results<Integer>> own = new AtomicReference<>();
        CountDownLatch set = new CountDownLatch(1);
        try (Results<Integer> results = Parallel.io(1).results(numbers(1), i -> {
            set.await();
            own.get().close();
            return i;
        })) {
            own.set(results);
            set.countDown();
            assertThatThrownBy(results::next).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void resultsThatAreDoneAreGivenWhileTheInputsWait() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        Iterable<Integer> inputs = () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                try {
                    if (next == 5) {
                        more.await();
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return next < 10;
            }

            @Override
            public Integer next() {
                return next++;
            }
        };
        try (Results<Integer> results = Parallel.io(2).results(inputs, this::note)) {
            for (int i = 0; i < 10; i++) {
                assertThat(results.next()).isEqualTo(i);
                if (i == 4) {
                    more.countDown();
                }
            }
            assertThat(results.next()).isNull();
        }
    }

    @Test
    void doesTenMillionInputsWithoutHoldingThem() throws Exception {
        long sum = 0;
        try (Results<Integer> results =
                Parallel.cpu().results(() -> IntStream.range(0, 10_000_000).iterator(), i -> i)) {
            for (Integer each = results.next(); each != null; each = results.next()) {
                sum += each;
            }
        }
        assertThat(sum).isEqualTo(49_999_995_000_000L);
    }

    @Test
    void refusesBadSettings() {
        assertThatThrownBy(() -> Parallel.io(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit: 0 (expected: at least 1)");
        assertThatThrownBy(() -> Parallel.cpu().window(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("results: -1 (expected: at least 1)");
        assertThatThrownBy(() -> Parallel.cpu().deadline(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deadline: PT0S (expected: more than zero)");
        assertThatThrownBy(() -> Parallel.io(1).map(Collections.<Integer>emptyList(), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("function");
    }

    @Test
    void tellsWhatItIs() throws Exception {
        assertThat(Parallel.io(5)).hasToString("Parallel[io, limit 5]");
        assertThat(Parallel.cpu()).hasToString("Parallel[cpu]");
        try (Results<Integer> results = Parallel.io(1).results(List.<Integer>of(), i -> i)) {
            assertThat(results.next()).isNull();
            assertThat(results).hasToString("Results[0 inputs taken, no more]");
        }
    }

    private interface Task {
        void run() throws Exception;
    }
}
