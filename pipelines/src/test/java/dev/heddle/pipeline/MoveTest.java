/*
 * Copyright 2026 The Heddle authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.heddle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that go on with another thread in the middle of a run. */
@Timeout(60) // seconds: only against a hang
class MoveTest {
    private static final int ITEMS = 20_000;
    private static final int EVERY = 100;

    @Test
    void aRunWhoseWorkersMoveLosesNothingAndLeavesNoThread() throws InterruptedException {
        List<Integer> results = new ArrayList<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Engine[] engine = new Engine[1];
        Pipeline pipeline = Pipeline.from("numbers", IntStream.range(0, ITEMS).iterator())
                .parallel("see", 2, item -> {
                    threads.add(Thread.currentThread());
                    return item;
                })
                .to("gather", item -> {
                    if (item % EVERY == 0) {
                        moveAll(engine[0]);
                    }
                    results.add(item);
                });
        engine[0] = new Engine(pipeline.plan(), Tuning.of(2, 64, 1));

        engine[0].start();
        engine[0].crew().await(Long.MAX_VALUE);

        assertThat(results).isEqualTo(IntStream.range(0, ITEMS).boxed().toList());
        assertThat(engine[0].report()).matches(Report::isBalanced).matches(report -> report.out() == ITEMS);
        assertThat(threads).hasSizeGreaterThan(2).noneMatch(Thread::isAlive);
    }

    @Test
    void aRunCancelledWhileItsWorkersMoveComesToAnEnd() {
        for (int i = 0; i < EVERY; i++) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            Engine[] engine = new Engine[1];
            Pipeline pipeline = Pipeline.from(
                            "numbers", IntStream.iterate(0, n -> n + 1).iterator())
                    .parallel("see", 2, item -> {
                        threads.add(Thread.currentThread());
                        return item;
                    })
                    .to("gather", item -> moveAll(engine[0]));
            engine[0] = new Engine(pipeline.plan(), Tuning.of(2, 64, 1));
            engine[0].start();

            Report report = engine[0].end();

            assertThat(report).matches(Report::isBalanced);
            assertThat(threads).noneMatch(Thread::isAlive);
        }
    }

    private static void moveAll(Engine engine) {
        for (Worker worker : engine.crew().carriers()) {
            worker.misplaced = true;
        }
    }
}
