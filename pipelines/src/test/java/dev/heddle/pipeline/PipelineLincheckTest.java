/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every schedule of small pipelines: two workers, one or two slots, and a stage that throws at each item in turn. Sleep
 * has no end of its own here, so a wake-up that is lost is a deadlock. The calibrators must be found.
 */
class PipelineLincheckTest {
    private static final int DEPTH = Integer.getInteger("lincheck.depth", 1);
    private static final int SCHEDULES = 10 * DEPTH;
    private static final List<Integer> ITEMS = List.of(0, 1, 2);
    private static final int NONE = -1;

    @ParameterizedTest
    @MethodSource("places")
    void everyItemLeavesOnceAndInOrderWhereverAStageThrows(int slots, int failAt) {
        carry(slots, failAt, stages -> stages);
    }

    @ParameterizedTest
    @MethodSource("otherPlaces")
    void theSameBehindAStageWithoutOrder(int slots, int failAt) {
        carry(slots, failAt, stages -> stages.parallel("mix", 2, i -> i).unordered());
    }

    @ParameterizedTest
    @MethodSource("otherPlaces")
    void theSameBehindAStageByKey(int slots, int failAt) {
        carry(slots, failAt, stages -> stages.parallelByKey("key", 2, i -> i % 2, i -> i));
    }

    /** One slot or two, and a stage that throws at item k for every k; every build tries two of these cases, ... */
    static Stream<Arguments> places() {
        return DEPTH == 1
                ? Stream.of(arguments(1, NONE), arguments(2, 1))
                : Stream.of(1, 2)
                        .flatMap(slots ->
                                Stream.concat(Stream.of(NONE), ITEMS.stream()).map(failAt -> arguments(slots, failAt)));
    }

    /** ... and one of them for each other kind of stage. */
    static Stream<Arguments> otherPlaces() {
        return DEPTH == 1 ? Stream.of(arguments(2, 1)) : places();
    }

    @Test
    void nobodySleepsWhenARunIsCancelled() {
        check(() -> {
            Small run = new Small(2, NONE, stages -> stages);
            Actor first = run.worker();
            Actor second = run.worker();
            first.start();
            second.start();
            run.engine.fate().cancel();
            first.end();
            second.end();
            run.check();
        });
    }

    @Test
    void aPortWakesItsTakerForItemsAndForTheStop() {
        check(() -> {
            Port<Integer> port = new Port<>(2, new Beds());
            List<Integer> taken = new ArrayList<>();
            Actor taker = new Actor(() -> takeAll(port, taken::add));
            taker.start();
            int accepted = (port.offer(1) ? 1 : 0) + (port.offer(2) ? 1 : 0);
            port.stop();
            taker.end();
            if (accepted != 2 || !taken.equals(List.of(1, 2))) {
                throw new AssertionError(taken);
            }
        });
    }

    @Test
    void aPortWakesThoseWhoWaitForRoom() {
        check(() -> {
            Port<Integer> port = new Port<>(2, new Beds());
            port.offer(0);
            port.offer(0);
            List<Integer> taken = new ArrayList<>();
            boolean[] accepted = new boolean[2];
            Actor first = new Actor(() -> accepted[0] = put(port));
            Actor second = new Actor(() -> accepted[1] = put(port));
            first.start();
            second.start();
            takeThree(port, taken);
            port.stop();
            first.end();
            second.end();
            takeAll(port, taken::add);
            if (taken.size() != 2 + (accepted[0] ? 1 : 0) + (accepted[1] ? 1 : 0)) {
                throw new AssertionError(taken);
            }
        });
    }

    @Test
    void findsAGateWhoseLastWorkerDoesNotLookAgain() {
        assertThatThrownBy(() -> Lincheck.runConcurrentTest(2_000, () -> {
                    LeavesAndGoes gate = new LeavesAndGoes();
                    Actor first = new Actor(gate::publish);
                    Actor second = new Actor(gate::publish);
                    first.start();
                    second.start();
                    first.end();
                    second.end();
                    if (gate.through != 2) {
                        throw new AssertionError("left lying");
                    }
                }))
                .isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void findsATakerThatLooksAndThenLiesDown() {
        assertThatThrownBy(() -> Lincheck.runConcurrentTest(2_000, () -> {
                    LooksThenSleeps port = new LooksThenSleeps();
                    Actor taker = new Actor(port::take);
                    taker.start();
                    port.offer();
                    taker.end();
                }))
                .isInstanceOf(LincheckAssertionError.class);
    }

    private static void carry(int slots, int failAt, UnaryOperator<Stages<Integer>> more) {
        check(() -> {
            Small run = new Small(slots, failAt, more);
            Actor first = run.worker();
            Actor second = run.worker();
            first.start();
            second.start();
            first.end();
            second.end();
            run.check();
        });
    }

    private static void check(Runnable schedule) {
        Lincheck.runConcurrentTest(SCHEDULES, schedule);
    }

    private static void takeAll(Port<Integer> port, Consumer<Integer> to) {
        try {
            for (Integer item = port.take(); item != null; item = port.take()) {
                to.accept(item);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void takeThree(Port<Integer> port, List<Integer> taken) {
        try {
            for (int i = 0; i < 3; i++) {
                taken.add(port.take());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean put(Port<Integer> port) {
        try {
            return port.put(1, Duration.ofDays(1));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A pipeline whose workers are the threads of the test. */
    private static final class Small {
        private final List<Integer> results = new ArrayList<>();
        private final int failAt;
        private final Engine engine;

        Small(int slots, int failAt, UnaryOperator<Stages<Integer>> more) {
            this.failAt = failAt;
            Pipeline pipeline = more.apply(Pipeline.from("numbers", ITEMS).parallel("throw", 2, this::throwIfAsked))
                    .to("gather", results::add);
            engine = new Engine(pipeline.plan(), new Tuning(2, Tuning.UNBOUNDED, slots, 1, 0, false, new Beds()));
        }

        private int throwIfAsked(int item) {
            if (item == failAt) {
                throw new IllegalArgumentException("asked to");
            }
            return item;
        }

        Actor worker() {
            Actor thread = new Actor(null);
            thread.body = engine.crew().enlist(thread);
            return thread;
        }

        void check() {
            Report report = engine.report();
            if (report == null || !report.isBalanced() || report.out() != results.size()) {
                throw new AssertionError(report + " with " + results);
            }
            if (failAt == NONE && report.cancelled() == 0 && results.size() != report.in()) {
                throw new AssertionError("lost: " + results);
            }
            if (failAt != NONE && report.failed() != 1) {
                throw new AssertionError("not failed: " + report);
            }
            for (int i = 0; i < results.size(); i++) {
                if (results.indexOf(results.get(i)) != i || results.get(i) == failAt) {
                    throw new AssertionError("doubled: " + results);
                }
            }
        }
    }

    /** Whoever finds the gate taken relies on the other, who drains, leaves and does not look again. */
    private static final class LeavesAndGoes {
        private final Queue<Integer> waiting = new ArrayDeque<>();
        private boolean taken;
        private int through;

        void publish() {
            synchronized (this) {
                waiting.add(1);
                if (taken) {
                    return;
                }
                taken = true;
            }
            while (poll()) {
                through++;
            }
            synchronized (this) {
                taken = false;
            }
        }

        private synchronized boolean poll() {
            return waiting.poll() != null;
        }
    }

    /** The textbook's order: looks for an item, and only then says that it sleeps. */
    private static final class LooksThenSleeps {
        private final Beds beds = new Beds();
        private volatile boolean full;
        private volatile Thread taker;

        void take() {
            while (!full) {
                taker = Thread.currentThread();
                beds.park(this);
            }
        }

        void offer() {
            full = true;
            Thread seen = taker;
            if (seen != null) {
                beds.unpark(seen);
            }
        }
    }
}
