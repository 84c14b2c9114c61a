/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The two situations in which other ways of building a pipeline hang, leak threads, or go on calling the user: a stage
 * throws while everything is full, and the caller is interrupted during an endless run.
 */
class FailureMatrixTest {
    /** How long an end may take. Here this only guards against a hang; {@code -Pfaults} sets what is promised: 50. */
    private static final long MOST_MILLIS = Long.getLong("pipelines.millis", 10_000);

    private volatile long askedAt;
    private final AtomicBoolean returned = new AtomicBoolean();
    private final AtomicInteger callsAfterReturn = new AtomicInteger();

    @AfterEach
    void nothingIsLeft() {
        assertThat(threadsOfRuns()).isEmpty();
        assertThat(callsAfterReturn).hasValue(0);
    }

    @Test
    void aStageThatThrowsEndsTheRun() {
        for (Shape shape : Shape.values()) {
            for (int workers = 1; workers <= 3; workers++) {
                for (int batch : new int[] {0, 1, 8}) {
                    for (String failing : List.of("first", "middle", "last", "sink")) {
                        returned.set(false);
                        AtomicLong source = new AtomicLong();
                        Pipeline pipeline = shape.pipeline(this, source::getAndIncrement, failing, 5000, workers);
                        assertThatThrownBy(() -> run(batch == 0 ? pipeline : pipeline.batches(batch)))
                                .isInstanceOfSatisfying(StageException.class, e -> {
                                    assertThat(e.stage()).isEqualTo(failing);
                                    assertThat(e.item()).isEqualTo(5000);
                                    assertThat(e).hasCauseInstanceOf(IllegalArgumentException.class);
                                });
                    }
                }
            }
        }
    }

    @Test
    void anInterruptEndsTheRun() throws Exception {
        for (Shape shape : Shape.values()) {
            for (int workers = 1; workers <= 3; workers++) {
                returned.set(false);
                AtomicLong source = new AtomicLong();
                CountDownLatch goingOn = new CountDownLatch(1);
                Source<Long> endless = () -> {
                    long item = source.getAndIncrement();
                    if (item == 2000) {
                        goingOn.countDown();
                    }
                    return item;
                };
                Pipeline pipeline = shape.pipeline(this, endless, "none", -1, workers);
                List<Throwable> thrown = new ArrayList<>();
                Thread caller = new Thread(() -> {
                    try {
                        run(pipeline);
                    } catch (Throwable e) {
                        thrown.add(e);
                    }
                });
                caller.start();
                goingOn.await();
                askedAt = System.nanoTime();
                caller.interrupt();
                caller.join();
                assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
            }
        }
    }

    @Test
    void anInterruptEndsASourceAStageAndASinkThatWait() throws Exception {
        for (String waiting : List.of("source", "stage", "sink")) {
            returned.set(false);
            CountDownLatch inside = new CountDownLatch(1);
            Pipeline pipeline = Pipeline.from("source", () -> waitIf(waiting.equals("source"), inside))
                    .parallel("stage", 2, item -> waitIf(waiting.equals("stage"), inside))
                    .to("sink", item -> waitIf(waiting.equals("sink"), inside));
            List<Throwable> thrown = new ArrayList<>();
            Thread caller = new Thread(() -> {
                try {
                    run(pipeline);
                } catch (Throwable e) {
                    thrown.add(e);
                }
            });
            caller.start();
            inside.await();
            askedAt = System.nanoTime();
            caller.interrupt();
            caller.join();
            assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
        }
    }

    private void run(Pipeline pipeline) throws InterruptedException {
        try {
            pipeline.run();
        } finally {
            long took = System.nanoTime() - askedAt;
            returned.set(true);
            assertThat(took / 1e6).isLessThan(MOST_MILLIS);
            assertThat(threadsOfRuns()).isEmpty();
        }
    }

    private static Integer waitIf(boolean waits, CountDownLatch inside) throws InterruptedException {
        if (waits) {
            inside.countDown();
            new CountDownLatch(1).await();
        }
        return 1;
    }

    private Long called(String stage, String failing, long item, long failAt) {
        if (returned.get()) {
            callsAfterReturn.incrementAndGet();
        }
        if (stage.equals(failing) && item == failAt) {
            askedAt = System.nanoTime();
            throw new IllegalArgumentException("asked to");
        }
        return item;
    }

    private static Set<String> threadsOfRuns() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("heddle-source-"))
                .collect(Collectors.toSet());
    }

    private enum Shape {
        ORDERED,
        UNORDERED,
        SERIAL,
        SMALL_WINDOW,
        KEYED,
        OWN_THREAD,
        BLOCKING;

        Pipeline pipeline(FailureMatrixTest test, Source<Long> source, String failing, long failAt, int workers) {
            Stages<Long> stages = Pipeline.from("source", source)
                    .serial("first", item -> test.called("first", failing, item, failAt));
            StageFunction<Long, Long> function = item -> test.called("middle", failing, item, failAt);
            Stages<Long> middle = switch (this) {
                case SERIAL -> stages.serial("middle", function);
                case KEYED -> stages.parallelByKey("middle", 2, item -> item % 5, function);
                case OWN_THREAD -> stages.serial("middle", function).onThread();
                case BLOCKING -> stages.blocking("middle", 2, function);
                default -> stages.parallel("middle", 2, function);
            };
            Pipeline pipeline = (this == UNORDERED ? middle.unordered() : middle)
                    .serial("last", item -> test.called("last", failing, item, failAt))
                    .to("sink", item -> test.called("sink", failing, item, failAt))
                    .workers(workers);
            return this == SMALL_WINDOW ? pipeline.window(2) : pipeline;
        }
    }
}
